package io.ebbgate.core.drain;

import static io.ebbgate.core.drain.DrainTesting.DEFAULTS;
import static io.ebbgate.core.drain.DrainTesting.closing;
import static io.ebbgate.core.drain.DrainTesting.reading;
import static io.ebbgate.core.drain.DrainTesting.terms;
import static io.ebbgate.core.drain.DrainTesting.unready;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.drain.DrainRun.World;
import io.ebbgate.core.drain.DrainSettings.CloseListeners;
import io.ebbgate.core.drain.Observation.Answered;
import io.ebbgate.core.drain.Observation.Effect;
import io.ebbgate.core.drain.Observation.Failed;
import io.ebbgate.core.drain.Observation.Failure;
import io.ebbgate.core.drain.Verdict.PhaseTime;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DrainRulesTest {
  private static final Duration LONG_GRACE = Duration.ofSeconds(90);
  private static final DrainTerms DELETION = terms(Trigger.DELETION, DEFAULTS, LONG_GRACE);
  private static final World NOBODY = now -> new Answered(now, reading(0, 0, 100, 1000));

  @Test
  void holdsAnEmptyGatewayForTheMinimum() {
    DrainRun run = DrainRun.of(DELETION, NOBODY);

    assertThat(run.verdict().outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(run.hold()).isBetween(Duration.ofSeconds(5), Duration.ofMillis(5500));
  }

  @Test
  void asksEnvoyToAnnounceThenToFailReadinessThenToStop() {
    DrainRun run = DrainRun.of(DELETION, NOBODY);

    assertThat(run.actions())
        .containsExactly(
            AdminAction.ANNOUNCE, AdminAction.FAIL_READINESS, AdminAction.STOP_LISTENERS);
    assertThat(run.askedAt(AdminAction.ANNOUNCE)).isZero();
  }

  @Test
  void endsHalfASecondAfterTheLastRequestAtTheLatest() {
    World slow = now -> new Answered(now, now < s(21) ? reading(3, 1, 9, 9) : reading(0, 0, 9, 9));

    DrainRun run = DrainRun.of(DELETION, slow);

    assertThat(run.verdict().outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(run.hold()).isBetween(Duration.ofSeconds(21), Duration.ofMillis(21_500));
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
  void keepsReadinessUntilItIsLateWhileClientsStillCome() {
    World busy = now -> new Answered(now, reading(9, 5, now / 1_000_000, now / 1_000_000));

    DrainRun run = DrainRun.of(DELETION, busy);

    assertThat(run.askedAt(AdminAction.FAIL_READINESS))
        .isBetween(Duration.ofSeconds(53), Duration.ofMillis(53_300));
  }

  @Test
  void failsReadinessWhenQuietComesDuringTheWait() {
    World later =
        now ->
            new Answered(
                now, now < s(20) ? reading(9, 5, now / 1_000_000, 0) : reading(2, 1, 99_999, 0));

    DrainRun run = DrainRun.of(DELETION, later);

    assertThat(run.askedAt(AdminAction.FAIL_READINESS))
        .isBetween(Duration.ofSeconds(22), Duration.ofMillis(22_600));
  }

  @Test
  void failsReadinessAtOnceWhereItIsSetSo() {
    DrainRun run = DrainRun.of(terms(Trigger.DELETION, unready(Duration.ZERO), LONG_GRACE), NOBODY);

    assertThat(run.askedAt(AdminAction.FAIL_READINESS)).isZero();
  }

  @Test
  void neverStopsListenersWhereThatIsOff() {
    DrainRun run =
        DrainRun.of(
            terms(Trigger.DELETION, closing(new CloseListeners.Never()), LONG_GRACE), NOBODY);

    assertThat(run.actions()).doesNotContain(AdminAction.STOP_LISTENERS);
    assertThat(run.verdict().outcome()).isEqualTo(Outcome.CLEAN);
  }

  @Test
  void stopsListenersAfterADelayWhereThatIsSet() {
    DrainRun run =
        DrainRun.of(
            terms(
                Trigger.DELETION,
                closing(new CloseListeners.After(Duration.ofSeconds(3))),
                LONG_GRACE),
            NOBODY);

    assertThat(run.askedAt(AdminAction.STOP_LISTENERS))
        .isBetween(Duration.ofSeconds(3), Duration.ofMillis(3300));
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
  void givesANewcomerWithoutARequestOneSecond() {
    World newcomer =
        now -> new Answered(now, now < s(5) + ms(50) ? reading(0, 0, 9, 9) : reading(1, 0, 10, 9));

    DrainRun run = DrainRun.of(DELETION, newcomer);

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
  void doesNotTakeAFailedPollForZero() {
    World hung = now -> new Failed(now, Failure.NO_ANSWER);

    DrainRun run = DrainRun.of(DELETION, hung);

    assertThat(run.verdict().outcome()).isEqualTo(Outcome.ADMIN_UNREACHABLE);
    assertThat(run.hold()).isEqualTo(Duration.ofMinutes(1));
    assertThat(run.verdict().connectionsAtEnd()).isInstanceOf(Count.Unknown.class);
  }

  @Test
  void goesOnWhereItWasWhenEnvoyAnswersAgain() {
    World hiccup =
        now ->
            now > s(6) && now < s(12)
                ? new Failed(now, Failure.NO_ANSWER)
                : new Answered(now, reading(0, now < s(14) ? 1 : 0, 9, 9));

    DrainRun run = DrainRun.of(DELETION, hiccup);

    assertThat(run.verdict().phases())
        .extracting(PhaseTime::phase)
        .containsExactly("announcing", "waiting", "unreachable", "waiting", "closing");
    assertThat(run.verdict().outcome()).isEqualTo(Outcome.CLEAN);
  }

  @Test
  void letsGoAtOnceWhenEnvoyHasExited() {
    World exits =
        now ->
            now < s(7)
                ? new Answered(now, reading(3, 2, 9, 9))
                : new Failed(now, Failure.NOBODY_LISTENS);

    DrainRun run = DrainRun.of(DELETION, exits);

    assertThat(run.verdict().outcome()).isEqualTo(Outcome.PROXY_EXITED);
    assertThat(run.hold()).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(8));
  }

  @Test
  void doesNotHoldARestartOfAnEnvoyThatHangs() {
    DrainTerms restart = terms(Trigger.RESTART, DEFAULTS, LONG_GRACE);

    DrainRun run = DrainRun.of(restart, now -> new Failed(now, Failure.NO_ANSWER));

    assertThat(run.verdict().outcome()).isEqualTo(Outcome.RESTART);
    assertThat(run.hold()).isLessThan(Duration.ofMillis(1500));
  }

  @Test
  void holdsARestartForTenSecondsAtMost() {
    DrainTerms restart = terms(Trigger.RESTART, DEFAULTS, LONG_GRACE);

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
                ? Optional.of(new Observation.Terminating(now, LONG_GRACE))
                : Optional.empty();
          }
        };

    DrainRun run = DrainRun.of(terms(Trigger.RESTART, DEFAULTS, LONG_GRACE), deleted);

    assertThat(run.verdict().trigger()).isEqualTo(Trigger.DELETION);
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

  @Test
  void goesWithoutAnActionThatEnvoyForbids() {
    World forbids =
        new World() {
          @Override
          public Observation poll(long now) {
            return new Answered(now, reading(0, 0, 9, 9));
          }

          @Override
          public Effect take(AdminAction action, long now) {
            return Effect.REFUSED;
          }
        };

    DrainRun run = DrainRun.of(DELETION, forbids);

    assertThat(run.verdict().outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(run.verdict().actions()).isEmpty();
    assertThat(run.asked).hasSize(AdminAction.values().length);
  }

  @Test
  void looksLessOftenAtAnEnvoyThatAnswersSlowly() {
    DrainPhase.Holding phase = new DrainPhase.Serving().announce(DELETION, true);

    long next = DrainRules.nextLook(phase, 0, Duration.ofMillis(100));

    assertThat(Duration.ofNanos(next)).isEqualTo(Duration.ofSeconds(2));
  }

  private static Duration lasted(DrainRun run, String phase) {
    return run.verdict().phases().stream()
        .filter(time -> time.phase().equals(phase))
        .map(PhaseTime::lasted)
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static long s(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }

  private static long ms(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }
}
