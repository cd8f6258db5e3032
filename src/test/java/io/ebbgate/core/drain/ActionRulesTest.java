package io.ebbgate.core.drain;

import static io.ebbgate.core.drain.DrainTesting.DELETION;
import static io.ebbgate.core.drain.DrainTesting.IDLE;
import static io.ebbgate.core.drain.DrainTesting.deletion;
import static io.ebbgate.core.drain.DrainTesting.envoy;
import static io.ebbgate.core.drain.DrainTesting.gradualPlan;
import static io.ebbgate.core.drain.DrainTesting.http;
import static io.ebbgate.core.drain.DrainTesting.reading;
import static io.ebbgate.core.drain.DrainTesting.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.drain.DrainRun.SentAction;
import io.ebbgate.core.drain.DrainRun.World;
import io.ebbgate.core.drain.Observation.Answered;
import io.ebbgate.core.drain.Observation.Effect;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ActionRulesTest {
  private static final World BUSY =
      now -> new Answered(now, reading(9, 5, now / 1_000_000, now / 1_000_000));

  @Test
  void asksEnvoyToAnnounceThenToFailReadinessThenToStop() {
    DrainRun run = DrainRun.of(DELETION, IDLE);

    assertThat(run.actions())
        .containsExactly(
            AdminAction.ANNOUNCE, AdminAction.FAIL_READINESS, AdminAction.STOP_LISTENERS);
    assertThat(run.askedAt(AdminAction.ANNOUNCE)).isZero();
  }

  @Test
  void keepsReadinessUntilItIsLateWhileClientsStillCome() {
    DrainRun run = DrainRun.of(DELETION, BUSY);

    assertThat(run.askedAt(AdminAction.FAIL_READINESS))
        .isBetween(Duration.ofSeconds(49), Duration.ofMillis(49_300));
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
  void announcesTheOtherWayWhereFailingReadinessChangesNothing() {
    World unmoved =
        new World() {
          @Override
          public Observation poll(long now) {
            return IDLE.poll(now);
          }

          @Override
          public Effect take(AdminAction action, long now) {
            return action == AdminAction.FAIL_READINESS ? Effect.NONE : Effect.DONE;
          }
        };

    DrainRun run = DrainRun.of(DELETION.planned(gradualPlan()), unmoved);

    assertThat(run.actions())
        .containsExactly(
            AdminAction.FAIL_READINESS, AdminAction.ANNOUNCE, AdminAction.STOP_LISTENERS);
    assertThat(run.record().plan().notes()).anyMatch(note -> note.contains("/ready"));
  }

  @Test
  void announcesByReadinessAfterMaxAnnounceThoughClientsStillCome() {
    DrainRun run = DrainRun.of(DELETION.planned(gradualPlan()), BUSY);

    assertThat(run.askedAt(AdminAction.FAIL_READINESS))
        .isBetween(Duration.ofSeconds(15), Duration.ofMillis(15_300));
    assertThat(run.actions()).doesNotContain(AdminAction.ANNOUNCE);
  }

  @Test
  void tellsClientsAtOnceWhereTheKubeletSeesItLater() {
    DrainRun run = DrainRun.of(seenAfter(Duration.ofSeconds(8)), IDLE);

    assertThat(run.actions())
        .containsExactly(AdminAction.FAIL_READINESS, AdminAction.STOP_LISTENERS);
    assertThat(run.askedAt(AdminAction.FAIL_READINESS)).isZero();
  }

  @Test
  void restoresReadinessBeforeTheKubeletSeesItWhereClientsStillCome() {
    DrainRun run = DrainRun.of(seenAfter(Duration.ofSeconds(8)), BUSY);

    assertThat(run.asked)
        .extracting(SentAction::action)
        .containsExactly(
            AdminAction.FAIL_READINESS,
            AdminAction.RESTORE_READINESS,
            AdminAction.FAIL_READINESS,
            AdminAction.STOP_LISTENERS);
    assertThat(run.asked.get(1).at()).isBetween(s(7), s(8) - 1);
    assertThat(run.asked.get(2).at()).isBetween(s(15), s(16));
  }

  @Test
  void keepsReadinessUntilAnnouncingEndsWhereTheKubeletSeesItSoon() {
    DrainRun run = DrainRun.of(seenAfter(Duration.ofSeconds(3)), IDLE);

    assertThat(run.askedAt(AdminAction.FAIL_READINESS))
        .isBetween(Duration.ofSeconds(5), Duration.ofMillis(5_300));
    assertThat(run.actions()).doesNotContain(AdminAction.RESTORE_READINESS);
  }

  @Test
  void keepsReadinessUntilAnnouncingEndsWhereItCouldNotBeRestored() {
    Plan restricted =
        Planner.plan(
            envoy(
                    "1.40.0",
                    EnvoyFacts.Strategy.GRADUAL,
                    Duration.ofMinutes(10),
                    http("ingress", 80))
                .under(new Restrictions(Set.of(AdminAction.RESTORE_READINESS), Set.of())),
            Set.of());

    DrainRun run = DrainRun.of(seenAfter(Duration.ofSeconds(8)).planned(restricted), IDLE);

    assertThat(run.askedAt(AdminAction.FAIL_READINESS))
        .isBetween(Duration.ofSeconds(5), Duration.ofMillis(5_300));
  }

  @Test
  void failsReadinessWhenItIsSetSoHoweverLateTheKubeletSeesIt() {
    DrainTerms set = deletion(Setting.UNREADY_AFTER, "9s").planned(gradualPlan());

    DrainRun run = DrainRun.of(seenAfter(set, Duration.ofSeconds(8)), BUSY);

    assertThat(run.askedAt(AdminAction.FAIL_READINESS))
        .isBetween(Duration.ofSeconds(9), Duration.ofMillis(9_300));
    assertThat(run.actions()).doesNotContain(AdminAction.RESTORE_READINESS);
  }

  /** The gradual strategy, with a readiness that is seen to fail after this time. */
  private static DrainTerms seenAfter(Duration lag) {
    return seenAfter(DELETION.planned(gradualPlan()), lag);
  }

  private static DrainTerms seenAfter(DrainTerms terms, Duration lag) {
    return new DrainTerms(
        terms.trigger(),
        terms.startedAt(),
        terms.settings(),
        terms.budget(),
        terms.plan(),
        terms.probes(),
        lag,
        terms.notes(),
        terms.shortened());
  }

  @Test
  void doesNotAskForWhatThePlanKnowsToBeForbidden() {
    Plan restricted =
        Planner.plan(
            envoy(
                    "1.40.0",
                    EnvoyFacts.Strategy.IMMEDIATE,
                    Duration.ofSeconds(45),
                    http("ingress", 80))
                .under(new Restrictions(Set.of(AdminAction.STOP_LISTENERS), Set.of())),
            Set.of());

    DrainRun run = DrainRun.of(DELETION.planned(restricted), IDLE);

    assertThat(run.actions()).containsExactly(AdminAction.ANNOUNCE, AdminAction.FAIL_READINESS);
    assertThat(run.verdict().outcome()).isEqualTo(Outcome.CLEAN);
  }

  @Test
  void failsReadinessAtOnceWhereItIsSetSo() {
    DrainRun run = DrainRun.of(deletion(Setting.UNREADY_AFTER, "0s"), IDLE);

    assertThat(run.askedAt(AdminAction.FAIL_READINESS)).isZero();
  }

  @Test
  void neverStopsListenersWhereThatIsOff() {
    DrainRun run = DrainRun.of(deletion(Setting.CLOSE_LISTENERS, "never"), IDLE);

    assertThat(run.actions()).doesNotContain(AdminAction.STOP_LISTENERS);
    assertThat(run.verdict().outcome()).isEqualTo(Outcome.CLEAN);
  }

  @Test
  void stopsListenersAfterADelayWhereThatIsSet() {
    DrainRun run = DrainRun.of(deletion(Setting.CLOSE_LISTENERS, "3s"), IDLE);

    assertThat(run.askedAt(AdminAction.STOP_LISTENERS))
        .isBetween(Duration.ofSeconds(3), Duration.ofMillis(3300));
  }

  @Test
  void goesWithoutAnActionThatEnvoyForbids() {
    World forbids =
        new World() {
          @Override
          public Observation poll(long now) {
            return IDLE.poll(now);
          }

          @Override
          public Effect take(AdminAction action, long now) {
            return Effect.REFUSED;
          }
        };

    DrainRun run = DrainRun.of(DELETION, forbids);

    assertThat(run.verdict().outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(run.record().admin().actions()).isEmpty();
    assertThat(run.asked)
        .extracting(SentAction::action)
        .containsExactly(
            AdminAction.ANNOUNCE, AdminAction.FAIL_READINESS, AdminAction.STOP_LISTENERS);
  }
}
