package io.ebbgate.core.drain;

import static io.ebbgate.core.drain.DrainTesting.DEFAULTS;
import static io.ebbgate.core.drain.DrainTesting.DELETION;
import static io.ebbgate.core.drain.DrainTesting.ms;
import static io.ebbgate.core.drain.DrainTesting.reading;
import static io.ebbgate.core.drain.DrainTesting.s;
import static io.ebbgate.core.drain.DrainTesting.terms;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.drain.DrainRun.World;
import io.ebbgate.core.drain.Observation.Answered;
import io.ebbgate.core.drain.Observation.Failed;
import io.ebbgate.core.drain.Observation.Failure;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.PhaseTime;
import io.ebbgate.core.verdict.Trigger;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Envoy silent, gone or restarted, and time that turns out shorter or longer. */
class DrainTroubleTest {
  @Test
  void doesNotTakeAFailedPollForZero() {
    World hung = now -> new Failed(now, Failure.NO_ANSWER);

    DrainRun run = DrainRun.of(DELETION, hung);

    assertThat(run.verdict().outcome()).isEqualTo(Outcome.ADMIN_UNREACHABLE);
    assertThat(run.hold()).isEqualTo(Duration.ofMinutes(1));
    assertThat(run.record().connections().end()).isInstanceOf(Count.Unknown.class);
  }

  @Test
  void goesOnWhereItWasWhenEnvoyAnswersAgain() {
    World hiccup =
        now ->
            now > s(6) && now < s(12)
                ? new Failed(now, Failure.NO_ANSWER)
                : new Answered(now, now < s(14) ? reading(1, 1, 9, 9) : reading(0, 0, 9, 9));

    DrainRun run = DrainRun.of(DELETION, hiccup);

    assertThat(run.released().progress().entries())
        .extracting(PhaseEntry::phase)
        .containsExactly("announcing", "waiting", "unreachable", "waiting", "closing", "released");
    assertThat(run.record().timing().phases())
        .extracting(PhaseTime::phase)
        .containsExactly("announcing", "waiting", "unreachable", "closing");
    assertThat(run.verdict().outcome()).isEqualTo(Outcome.CLEAN);
  }

  @Test
  void letsGoAtOnceWhenEnvoyHasExited() {
    World exits =
        now ->
            now < s(7)
                ? new Answered(now, reading(3, 2, 9, 9))
                : new Failed(now, Failure.CONNECTION_REFUSED);

    DrainRun run = DrainRun.of(DELETION, exits);

    assertThat(run.verdict().outcome()).isEqualTo(Outcome.PROXY_EXITED);
    assertThat(run.hold()).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(8));
  }

  @Test
  void doesNotHoldARestartOfAnEnvoyThatHangs() {
    DrainTerms restart = terms(Trigger.RESTART, DEFAULTS, Duration.ofSeconds(90));

    DrainRun run = DrainRun.of(restart, now -> new Failed(now, Failure.NO_ANSWER));

    assertThat(run.verdict().outcome()).isEqualTo(Outcome.RESTART);
    assertThat(run.hold()).isLessThan(Duration.ofMillis(1500));
  }

  @Test
  void holdsARestartForTenSecondsAtMost() {
    DrainTerms restart = terms(Trigger.RESTART, DEFAULTS, Duration.ofSeconds(90));

    DrainRun run = DrainRun.of(restart, now -> new Answered(now, reading(3, 2, 9, 9)));

    assertThat(run.verdict().outcome()).isEqualTo(Outcome.RESTART);
    assertThat(run.hold()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void endsSoonerWhenTheGraceTurnsOutShorter() {
    World shortened =
        new World() {
          @Override
          public Observation poll(long now) {
            return new Answered(now, reading(3, 2, 9, 9));
          }

          @Override
          public Optional<Observation> event(long now) {
            return now > s(3)
                ? Optional.of(new Observation.Shortened(now, Duration.ofSeconds(8)))
                : Optional.empty();
          }
        };

    DrainRun run = DrainRun.of(DELETION, shortened);

    assertThat(run.verdict().outcome()).isEqualTo(Outcome.SHORTENED);
    assertThat(run.hold()).isEqualTo(Duration.ofSeconds(6));
  }

  @Test
  void holdsARestartThatTurnsOutToBeADeletionForTheWholeGrace() {
    World deleted =
        new World() {
          @Override
          public Observation poll(long now) {
            return new Answered(now, now < s(20) ? reading(3, 2, 9, 9) : reading(0, 0, 9, 9));
          }

          @Override
          public Optional<Observation> event(long now) {
            return now > ms(500)
                ? Optional.of(new Observation.Terminating(now, Duration.ofSeconds(90)))
                : Optional.empty();
          }
        };

    DrainRun run = DrainRun.of(terms(Trigger.RESTART, DEFAULTS, Duration.ofSeconds(90)), deleted);

    assertThat(run.record().trigger()).isEqualTo(Trigger.DELETION);
    assertThat(run.verdict().outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(run.hold()).isGreaterThan(Duration.ofSeconds(20));
  }

  @Test
  void neverTakesALongerGrace() {
    DrainPhase.Holding phase = new DrainPhase.Serving().announce(DELETION, true);

    DrainPhase.Holding next =
        (DrainPhase.Holding)
            DrainRules.next(phase, new Observation.Shortened(s(1), Duration.ofHours(1)));

    assertThat(next.terms()).isEqualTo(DELETION);
  }
}
