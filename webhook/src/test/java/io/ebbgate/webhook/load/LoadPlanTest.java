package io.ebbgate.webhook.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadPlanTest {
  @ParameterizedTest
  @ValueSource(ints = {LoadPlan.LEAST_RATE, 100, 600, 2_000})
  void hasEveryKindOfClientAndTheRequestedRate(int rate) {
    LoadPlan plan = LoadPlan.everything(rate);
    assertThat(plan.groups())
        .extracting(ClientGroup::kind)
        .containsExactlyInAnyOrderElementsOf(Kind.usual());
    assertThat(perSecond(plan)).isEqualTo(rate, within(0.1));
  }

  @ParameterizedTest
  @ValueSource(ints = {LoadPlan.LEAST_RATE, 600})
  void hasPlainHttpOnlyWhereThatIsRequested(int rate) {
    LoadPlan plan = LoadPlan.mixed(rate);
    assertThat(plan.groups())
        .extracting(ClientGroup::kind)
        .containsExactly(Kind.KEEP_ALIVE, Kind.NEW_CONNECTION, Kind.HTTP2, Kind.IDLE, Kind.SLOW);
    assertThat(perSecond(plan)).isEqualTo(rate, within(0.1));
  }

  @Test
  void givesTheWholeRateToTheOnlyQuickKind() {
    LoadPlan plan = LoadPlan.of(200, Set.of(Kind.TLS, Kind.TCP));
    assertThat(plan.groups()).extracting(ClientGroup::kind).containsExactly(Kind.TLS, Kind.TCP);
    assertThat(perSecond(plan)).isEqualTo(200, within(0.1));
    assertThat(LoadPlan.of(200, Set.of(Kind.TCP)).groups()).hasSize(1);
  }

  @Test
  void opensSessionsAgainAfterTheyEnd() {
    LoadPlan plan = LoadPlan.everything(100).sessions(Duration.ofSeconds(30));
    assertThat(plan.session()).isEqualTo(Duration.ofSeconds(30));
    assertThat(plan.groups())
        .filteredOn(group -> group.kind().session())
        .hasSize(2)
        .allSatisfy(group -> assertThat(group.interval()).hasSeconds(31));
    assertThat(plan.groups()).containsAll(LoadPlan.mixed(100).groups().subList(3, 5));
  }

  @Test
  void refusesARateThatLeavesNothingForSomeKind() {
    assertThatThrownBy(() -> LoadPlan.mixed(LoadPlan.LEAST_RATE - 1))
        .hasMessageContaining("49 requests a second");
  }

  private static double perSecond(LoadPlan plan) {
    return plan.groups().stream().mapToDouble(ClientGroup::perSecond).sum();
  }
}
