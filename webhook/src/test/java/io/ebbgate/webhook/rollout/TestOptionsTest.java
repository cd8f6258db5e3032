package io.ebbgate.webhook.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.webhook.load.Kind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestOptionsTest {
  private static final Duration BASELINE = Duration.ofSeconds(10);

  private static LoadOptions load(Set<Kind> kinds, int rate, int sessions) {
    return new LoadOptions(
        kinds, rate, sessions, Duration.ofMinutes(1), Map.of(), false, Optional.empty());
  }

  private static TestOptions options(LoadOptions load, Duration deadline) {
    return new TestOptions(
        new TargetChoice.Default(), load, RolloutMethod.RESTART, BASELINE, deadline, false);
  }

  /** With up to 10 s until the first answers, and 5 s after the last pod. */
  @ParameterizedTest
  @CsvSource({"1250, 775, false", "1250, 776, true", "50, 776, false"})
  void areTooMuchWhereMoreThanAMillionRequestsAreSent(int rate, long deadline, boolean excess) {
    LoadOptions load = load(Set.of(Kind.KEEP_ALIVE), rate, 1);

    assertThat(options(load, Duration.ofSeconds(deadline)).excess().isPresent()).isEqualTo(excess);
  }

  /** 1250 a second for the printed time have to be more than a million. */
  @Test
  void nameTheTimeThatIsTooLong() {
    LoadOptions load = load(Set.of(Kind.KEEP_ALIVE), 1250, 1);

    assertThat(options(load, Duration.ofMinutes(13)).excess())
        .hasValueSatisfying(
            sentence -> assertThat(sentence).contains("1250 ", "13m25s", "1000000"));
  }

  /** What is sent does not depend on the rate of the quick kinds where there are none. */
  @Test
  void countTheRequestsThatAreSent() {
    LoadOptions idle = load(Set.of(Kind.IDLE), LoadOptions.MOST_RATE, 1);

    assertThat(idle.plan().perSecond()).isBetween(9.5, 9.7);
    assertThat(options(idle, Duration.ofMinutes(14)).excess()).isEmpty();
  }

  @Test
  void haveAtMostAThousandConnectionsUnderTheLargestLoad() {
    for (Kind only : LoadOptions.KINDS) {
      assertThat(
              load(EnumSet.of(only), LoadOptions.MOST_RATE, LoadOptions.MOST_SESSIONS)
                  .plan()
                  .clients())
          .isLessThanOrEqualTo(1_000);
    }
    assertThat(
            load(LoadOptions.KINDS, LoadOptions.MOST_RATE, LoadOptions.MOST_SESSIONS)
                .plan()
                .clients())
        .isLessThanOrEqualTo(1_000);
  }
}
