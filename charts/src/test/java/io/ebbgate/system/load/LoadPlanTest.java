package io.ebbgate.system.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadPlanTest {
  @ParameterizedTest
  @ValueSource(ints = {LoadPlan.LEAST_RATE, 100, 600, 2_000})
  void hasEveryKindOfClientAndTheRateAskedFor(int rate) {
    LoadPlan plan = LoadPlan.mixed(rate);
    assertThat(plan.crowds()).extracting(Crowd::kind).containsExactlyInAnyOrder(Kind.values());
    assertThat(plan.crowds().stream().mapToDouble(Crowd::perSecond).sum())
        .isEqualTo(rate, within(0.1));
  }

  @Test
  void refusesARateThatLeavesNothingForSomeKind() {
    assertThatThrownBy(() -> LoadPlan.mixed(LoadPlan.LEAST_RATE - 1))
        .hasMessageContaining("49 requests a second");
  }
}
