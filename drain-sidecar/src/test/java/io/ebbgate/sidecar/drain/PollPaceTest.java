package io.ebbgate.sidecar.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.drain.BackgroundTraffic;
import io.ebbgate.core.drain.DrainPhase.Holding;
import io.ebbgate.core.drain.DrainPhase.Serving;
import io.ebbgate.core.drain.Planner;
import io.ebbgate.core.verdict.Trigger;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A poll is due after four times as long as the last one took. */
class PollPaceTest {
  private static final Duration GRACE = Duration.ofSeconds(60);
  private static final Holding PHASE =
      new Serving()
          .announce(
              DrainerHarness.pod("60s").begin(Trigger.DELETION, 0, Planner.blind("a test"), GRACE),
              true,
              BackgroundTraffic.none(0));

  private final PollPace pace = new PollPace(0);

  /** The first poll of all is an exception. */
  private void usual() {
    pace.polled(ms(0), ms(10));
    pace.polled(ms(500), ms(510));
  }

  private static long ms(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }

  @Test
  void theFirstPollIsDueAtOnce() {
    assertThat(pace.isDue(PHASE, 0)).isTrue();
  }

  /**
   * More than four times as long as the one before is an exception, of which the one before counts.
   */
  @ParameterizedTest
  @CsvSource({"20, 100", "40, 200", "41, 50"})
  void onePollThatTookMuchLongerIsNoRule(long took, long due) {
    usual();
    pace.polled(ms(1_000), ms(1_000 + took));

    assertThat(pace.isDue(PHASE, ms(1_000 + due) - 1)).isFalse();
    assertThat(pace.isDue(PHASE, ms(1_000 + due))).isTrue();
  }

  @Test
  void twoThatTookMuchLongerAreOne() {
    usual();
    pace.polled(ms(1_000), ms(1_100));
    pace.polled(ms(2_000), ms(2_600));

    assertThat(pace.isDue(PHASE, ms(2_600))).isFalse();
  }

  @Test
  void askingTheKernelIsAPartOfAPoll() {
    pace.polled(0, ms(10));
    pace.prolonged(ms(10));
    pace.polled(ms(1_000), ms(1_010));
    pace.prolonged(ms(10));

    assertThat(pace.isDue(PHASE, ms(1_100) - 1)).isFalse();
    assertThat(pace.isDue(PHASE, ms(1_100))).isTrue();
  }
}
