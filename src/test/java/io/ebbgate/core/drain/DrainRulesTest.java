package io.ebbgate.core.drain;

import static io.ebbgate.core.drain.DrainTesting.DELETION;
import static io.ebbgate.core.drain.DrainTesting.IDLE;
import static io.ebbgate.core.drain.DrainTesting.ms;
import static io.ebbgate.core.drain.DrainTesting.reading;
import static io.ebbgate.core.drain.DrainTesting.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.drain.DrainRun.World;
import io.ebbgate.core.drain.Observation.Answered;
import io.ebbgate.core.verdict.PhaseTime;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DrainRulesTest {
  @Test
  void holdsAnEmptyGatewayForTheMinimum() {
    DrainRun run = DrainRun.of(DELETION, IDLE);

    assertThat(run.verdict().outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(run.hold()).isBetween(Duration.ofSeconds(5), Duration.ofMillis(5500));
  }

  @Test
  void endsAQuarterOfASecondAfterTheLastRequestAtTheLatest() {
    World slow = now -> new Answered(now, now < s(21) ? reading(3, 1, 9, 9) : reading(0, 0, 9, 9));

    DrainRun run = DrainRun.of(DELETION, slow);

    assertThat(run.verdict().outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(run.hold()).isBetween(Duration.ofSeconds(21), Duration.ofMillis(21_250));
  }

  @Test
  void stopsWaitingForIdleConnectionsAfterTheLinger() {
    World idle = now -> new Answered(now, now < s(7) ? reading(9, 1, 9, 9) : reading(4, 0, 9, 9));

    DrainRun run = DrainRun.of(DELETION, idle);

    assertThat(run.verdict().outcome()).isEqualTo(Outcome.LINGERED);
    assertThat(run.hold()).isBetween(Duration.ofSeconds(17), Duration.ofMillis(17_500));
  }

  @Test
  void seesARequestThatCameAndWentBetweenTwoPolls() {
    World quick = now -> new Answered(now, reading(4, 0, 9, now < s(8) ? 9 : 10));

    DrainRun run = DrainRun.of(DELETION, quick);

    assertThat(run.hold()).isBetween(Duration.ofSeconds(18), Duration.ofMillis(18_500));
  }

  @Test
  void announcesNoLongerThanTheMaximum() {
    World busy = now -> new Answered(now, reading(9, 5, now / 1_000_000, now / 1_000_000));

    DrainRun run = DrainRun.of(DELETION, busy);

    assertThat(lasted(run, "announcing"))
        .isBetween(Duration.ofSeconds(15), Duration.ofMillis(15_300));
    assertThat(run.verdict().outcome()).isEqualTo(Outcome.FORCED);
    assertThat(run.hold()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void waitsForARequestThatSlippedInWhileTheListenersStopped() {
    World slipped =
        now -> {
          boolean inside = now >= s(5) + ms(50) && now < s(8);
          return new Answered(now, inside ? reading(1, 1, 101, 1000) : reading(0, 0, 100, 1000));
        };

    DrainRun run = DrainRun.of(DELETION, slipped);

    assertThat(run.verdict().outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(run.hold()).isBetween(Duration.ofSeconds(8), Duration.ofMillis(8500));
  }

  @Test
  void givesALateConnectionWithoutARequestOneSecond() {
    World lateClient =
        now -> new Answered(now, now < s(5) + ms(50) ? reading(0, 0, 9, 9) : reading(1, 0, 10, 9));

    DrainRun run = DrainRun.of(DELETION, lateClient);

    assertThat(run.verdict().outcome()).isEqualTo(Outcome.LINGERED);
    assertThat(lasted(run, "closing")).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1200));
  }

  @Test
  void doesNotTakeTimeForASecondZero() {
    World onceZero =
        new World() {
          @Override
          public Observation poll(long now) {
            boolean zero = now >= s(6) && now < s(6) + ms(80);
            return new Answered(now, zero ? reading(0, 0, 9, 9) : reading(1, 1, 9, 9));
          }

          @Override
          public Optional<Observation> event(long now) {
            return Optional.of(new Observation.Elapsed(now));
          }
        };

    assertThat(DrainRun.of(DELETION, onceZero).verdict().outcome()).isEqualTo(Outcome.FORCED);
  }

  @Test
  void looksLessOftenAtAnEnvoyThatAnswersSlowly() {
    DrainPhase.Holding phase = new DrainPhase.Serving().announce(DELETION, true);

    long next = DrainRules.nextLook(phase, 0, 0, Duration.ofMillis(100));

    assertThat(Duration.ofNanos(next)).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void looksMoreOftenWhenLittleIsLeft() {
    DrainPhase.Holding phase = new DrainPhase.Serving().announce(DELETION, true).await(0);
    var nearly = (DrainPhase.Holding) DrainRules.next(phase, new Answered(0, reading(1, 1, 9, 9)));

    long next = DrainRules.nextLook(nearly, 0, 0, Duration.ofMillis(100));

    assertThat(Duration.ofNanos(next)).isEqualTo(Duration.ofMillis(400));
  }

  @Test
  void isNotReleasedByAReadingFromBeforeTheListenersStopped() {
    DrainPhase.Holding idle = new DrainPhase.Serving().announce(DELETION, true);
    for (int i = 0; i < 3; i++) {
      idle = next(idle, new Answered(s(1 + i), reading(0, 0, 9, 9)));
    }
    DrainPhase.Holding closing = next(idle, new Observation.Elapsed(s(5)));
    assertThat(closing).isInstanceOf(DrainPhase.Closing.class);

    assertThat(DrainRules.next(closing, new Observation.Elapsed(s(8))))
        .isInstanceOf(DrainPhase.Closing.class);
  }

  private static DrainPhase.Holding next(DrainPhase.Holding phase, Observation seen) {
    return (DrainPhase.Holding) DrainRules.next(phase, seen);
  }

  static Duration lasted(DrainRun run, String phase) {
    return run.record().timing().phases().stream()
        .filter(time -> time.phase().equals(phase))
        .map(PhaseTime::lasted)
        .reduce(Duration.ZERO, Duration::plus);
  }
}
