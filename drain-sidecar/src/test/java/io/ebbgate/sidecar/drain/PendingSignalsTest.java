package io.ebbgate.sidecar.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What came before the drain that it belongs to; each signal is valid for half a minute. */
class PendingSignalsTest {
  private static final Duration SPEC = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofSeconds(8);
  private static final Duration MIDDLE = Duration.ofSeconds(20);

  private final PendingSignals signals = new PendingSignals();

  private static long s(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }

  @ParameterizedTest
  @CsvSource({"30, true", "31, false"})
  void aPodTerminatesForHalfAMinuteAfterTheLastSignal(long seconds, boolean terminating) {
    signals.podTerminating(-s(60));
    signals.podTerminating(0);

    assertThat(signals.isPodTerminating(s(seconds))).isEqualTo(terminating);
  }

  @Test
  void theShorterOfTwoGracePeriodsIsGranted() {
    signals.grace(0, MIDDLE);
    signals.grace(s(1), SHORT);
    signals.grace(s(2), MIDDLE);

    assertThat(signals.granted(s(3), SPEC)).isEqualTo(SHORT);
  }

  @Test
  void theSameGracePeriodAgainIsNoNews() {
    signals.grace(0, SHORT);
    signals.grace(s(20), SHORT);

    assertThat(signals.granted(s(31), SPEC)).isEqualTo(SPEC);
  }

  @Test
  void aLongerGracePeriodCountsOnceTheShorterIsOld() {
    signals.grace(0, SHORT);
    signals.grace(s(31), MIDDLE);

    assertThat(signals.granted(s(32), SPEC)).isEqualTo(MIDDLE);
  }

  @ParameterizedTest
  @CsvSource({"30, 8", "31, 60"})
  void aGracePeriodIsGrantedForHalfAMinute(long seconds, long granted) {
    signals.grace(0, SHORT);

    assertThat(signals.granted(s(seconds), SPEC)).isEqualTo(Duration.ofSeconds(granted));
  }

  @Test
  void noMoreIsGrantedThanThePodsOwnGracePeriod() {
    signals.grace(0, Duration.ofMinutes(5));

    assertThat(signals.granted(s(1), SPEC)).isEqualTo(SPEC);
  }

  @Test
  void aLoadBalancerThatLetGoDoesNotComeBack() {
    assertThat(signals.registered(0)).isEmpty();
    signals.registration(0, true);
    assertThat(signals.registered(s(1))).contains(true);
    signals.registration(s(2), false);
    signals.registration(s(3), true);

    assertThat(signals.registered(s(4))).contains(false);
  }

  @Test
  void whatWasHeardOfALoadBalancerIsOldAfterHalfAMinute() {
    signals.registration(0, false);

    assertThat(signals.registered(s(30))).contains(false);
    assertThat(signals.registered(s(31))).isEmpty();
  }

  @Test
  void whatADrainHadIsNotTheNextOnes() {
    signals.grace(0, SHORT);
    signals.registration(0, false);
    signals.used();

    assertThat(signals.granted(s(1), SPEC)).isEqualTo(SPEC);
    assertThat(signals.registered(s(1))).isEmpty();
  }

  /** Three seconds before: one that the gateway takes to exit, two of tolerance. */
  @ParameterizedTest
  @CsvSource({"-4, false", "-3, true", "0, true", "5, true"})
  void aHookWasRejectedIfThatCameWithTheFirstSignalOrLater(long seconds, boolean rejected) {
    signals.hookRejected(s(seconds));
    signals.podTerminating(0);
    signals.podTerminating(s(20));

    assertThat(signals.wasHookRejected(Duration.ofSeconds(1))).isEqualTo(rejected);
  }
}
