package io.ebbgate.core.drain;

import static io.ebbgate.core.drain.DrainTesting.DEFAULTS;
import static io.ebbgate.core.drain.DrainTesting.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Setting;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetTest {
  /** The drain timeout, or what the gateway's exit and the margin leave of a shorter grace. */
  @ParameterizedTest
  @CsvSource({"PT5M, PT1M", "PT30S, PT28S", "PT7S, PT5S", "PT1S, PT0S"})
  void holdsADeletionAsLongAsItsGraceAllows(Duration grace, Duration hold) {
    assertThat(Budget.ofDeletion(DEFAULTS, grace).hold()).isEqualTo(hold);
  }

  /** Ten seconds at most, and no longer than its probe grants. */
  @ParameterizedTest
  @CsvSource({"PT1M, PT10S", "PT5S, PT3S"})
  void holdsARestartAsLongAsItsProbeAllows(Duration grace, Duration hold) {
    assertThat(Budget.ofRestart(DEFAULTS, grace).hold()).isEqualTo(hold);
  }

  @Test
  void shrinksNothingWhereTheGraceIsLong() {
    assertThat(Budget.ofDeletion(DEFAULTS, Duration.ofMinutes(5)).shrunk()).isEmpty();
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
    assertThat(budget.minDrain()).isEqualTo(Duration.ofSeconds(4));
    assertThat(budget.shrunk()).contains("min-drain");
  }

  @ParameterizedTest
  @CsvSource({"PT30S, PT3S", "PT2M, PT5S", "PT6S, PT1S", "PT2S, PT0.5S"})
  void keepsATenthOfALongHoldForWhatIsInFlightWhenTheListenersStop(Duration hold, Duration end) {
    assertThat(Budget.closing(hold)).isEqualTo(end);
  }

  @Test
  void doesNotNameASettingThatWasZeroAnyway() {
    DrainSettings noLinger = settings(Map.of(Setting.IDLE_LINGER, "0s"));

    assertThat(Budget.ofDeletion(noLinger, Duration.ofSeconds(8)).shrunk())
        .containsExactly("quiet-period");
  }
}
