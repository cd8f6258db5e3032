package io.ebbgate.core.drain;

import static io.ebbgate.core.drain.DrainTesting.DEFAULTS;
import static io.ebbgate.core.drain.DrainTesting.timed;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BudgetTest {
  @Test
  void holdsForTheDrainTimeoutWhereTheGraceIsLong() {
    Budget budget = Budget.ofDeletion(DEFAULTS, Duration.ofMinutes(5));

    assertThat(budget.hold()).isEqualTo(Duration.ofMinutes(1));
    assertThat(budget.shrunk()).isEmpty();
  }

  @Test
  void leavesTheGatewaysExitAndTheMarginOfAShortGrace() {
    Budget budget = Budget.ofDeletion(DEFAULTS, Duration.ofSeconds(30));

    assertThat(budget.hold()).isEqualTo(Duration.ofSeconds(28));
  }

  @Test
  void shrinksTheLingerFirst() {
    Budget budget = Budget.ofDeletion(DEFAULTS, Duration.ofSeconds(12));

    assertThat(budget.idleLinger()).isEqualTo(Duration.ofSeconds(2));
    assertThat(budget.quietPeriod()).isEqualTo(Duration.ofSeconds(2));
    assertThat(budget.minDrain()).isEqualTo(Duration.ofSeconds(5));
    assertThat(budget.shrunk()).containsExactly("idle-linger");
  }

  @Test
  void shrinksTheMinimumLast() {
    Budget budget = Budget.ofDeletion(DEFAULTS, Duration.ofSeconds(5));

    assertThat(budget.minDrain()).isEqualTo(Duration.ofMillis(2250));
    assertThat(budget.shrunk()).containsExactly("idle-linger", "quiet-period", "min-drain");
  }

  @Test
  void doesNotPromiseTheSecondInWhichListenersStop() {
    Budget budget = Budget.ofDeletion(DEFAULTS, Duration.ofSeconds(7));
    assertThat(budget.hold()).isEqualTo(Duration.ofSeconds(5));
    assertThat(budget.minDrain()).isEqualTo(Duration.ofSeconds(4));
    assertThat(budget.shrunk()).contains("min-drain");
  }

  @Test
  void keepsATenthOfALongHoldForWhatIsInFlightWhenTheListenersStop() {
    assertThat(Budget.closing(Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(3));
    assertThat(Budget.closing(Duration.ofMinutes(2))).isEqualTo(Duration.ofSeconds(5));
    assertThat(Budget.closing(Duration.ofSeconds(6))).isEqualTo(Duration.ofSeconds(1));
    assertThat(Budget.closing(Duration.ofSeconds(2))).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void neverHoldsForLessThanNothing() {
    Budget budget = Budget.ofDeletion(DEFAULTS, Duration.ofSeconds(1));

    assertThat(budget.hold()).isEqualTo(Duration.ZERO);
  }

  @Test
  void holdsARestartForTenSecondsAtMost() {
    Budget budget = Budget.ofRestart(DEFAULTS, Duration.ofMinutes(1));

    assertThat(budget.hold()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void holdsARestartNoLongerThanItsProbeGrants() {
    Budget budget = Budget.ofRestart(DEFAULTS, Duration.ofSeconds(5));

    assertThat(budget.hold()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void doesNotNameASettingThatWasZeroAnyway() {
    DrainSettings noLinger =
        timed(Duration.ofMinutes(1), Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ZERO);

    assertThat(Budget.ofDeletion(noLinger, Duration.ofSeconds(8)).shrunk())
        .containsExactly("quiet-period");
  }
}
