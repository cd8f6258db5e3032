package io.ebbgate.core.drain;

import static io.ebbgate.core.drain.DrainTesting.DELETION;
import static io.ebbgate.core.drain.DrainTesting.ms;
import static io.ebbgate.core.drain.DrainTesting.reading;
import static io.ebbgate.core.drain.DrainTesting.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.drain.DrainPhase.Holding;
import io.ebbgate.core.drain.Observation.Answered;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When Envoy is polled again. */
class PollTimesTest {
  private static final Holding CLOSING =
      new DrainPhase.Serving().announce(DELETION, true).await(s(5)).close(s(6));

  /** Its announcing is over, and it is at work. */
  private static Holding busyAt(long at) {
    Holding announcing = new DrainPhase.Serving().announce(DELETION, true);
    return (Holding) DrainRules.next(announcing, new Answered(at, reading(90, 50, 90, 90)));
  }

  @Test
  void aFourthOfTheMainThreadIsTheMost() {
    assertThat(DrainRules.nextPoll(busyAt(s(16)), s(16), Duration.ofMillis(100)))
        .isEqualTo(s(16) + ms(500));
  }

  @Test
  void noPollBeginsAfterTheDeadline() {
    long end = DELETION.deadline();

    assertThat(DrainRules.nextPoll(busyAt(s(16)), end - ms(10), Duration.ofMillis(100)))
        .isEqualTo(end);
  }

  @ParameterizedTest
  @CsvSource({
    "a quick one, 6000, 10, 6050",
    "a slow one waits for one more of its kind, 6000, 500, 7000",
    "one of the phase before is no reason to hurry, 5000, 100, 5500",
    "one of the phase before that was slow, 5000, 400, 6400",
    "one that the phase began in, 5900, 300, 6500",
    "one of this phase, 6100, 500, 8600",
    "of one that took a moment the confirmation, 5990, 30, 6120",
  })
  void theFirstPollOfClosingComesSoon(String of, long polledAt, long took, long next) {
    assertThat(DrainRules.nextPoll(CLOSING, ms(polledAt), Duration.ofMillis(took)))
        .as(of)
        .isEqualTo(Math.min(ms(next), ms(polledAt + 5 * took)));
  }

  @Test
  void aLookIsDueAtOnceAfterTheDeadline() {
    long end = DELETION.deadline();

    assertThat(DrainRules.nextLook(busyAt(s(16)), end, end, Duration.ofSeconds(3))).isEqualTo(end);
  }

  /** With polls so slow that none is due before. */
  @Test
  void noMomentIsSleptThroughThatMayChangeThePhase() {
    Duration slow = Duration.ofSeconds(3);
    Holding busy = busyAt(s(16));
    long linger = s(16) + DELETION.budget().idleLinger().toNanos();
    long notice = DELETION.deadline() - ActionRules.noticeTime(DELETION);

    assertThat(DrainRules.nextLook(busy, s(16), s(16), slow)).isEqualTo(linger);
    assertThat(DrainRules.nextLook(busy, linger, s(16), slow)).isEqualTo(notice);
    assertThat(DrainRules.nextLook(busy, notice, s(16), slow))
        .isEqualTo(DELETION.deadline() - DELETION.closing().toNanos());
  }

  @Test
  void idleConnectionsThatCameLateAreLookedAtWhenTheirSecondIsOver() {
    assertThat(DrainRules.nextLook(CLOSING, s(6) + ms(990), s(6) + ms(900), Duration.ofMillis(50)))
        .isEqualTo(s(7));
  }
}
