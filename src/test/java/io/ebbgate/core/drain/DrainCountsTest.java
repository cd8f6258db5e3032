package io.ebbgate.core.drain;

import static io.ebbgate.core.drain.DrainTesting.DEFAULTS;
import static io.ebbgate.core.drain.DrainTesting.DELETION;
import static io.ebbgate.core.drain.DrainTesting.IDLE;
import static io.ebbgate.core.drain.DrainTesting.deletion;
import static io.ebbgate.core.drain.DrainTesting.http;
import static io.ebbgate.core.drain.DrainTesting.immediatePlan;
import static io.ebbgate.core.drain.DrainTesting.reading;
import static io.ebbgate.core.drain.DrainTesting.s;
import static io.ebbgate.core.drain.DrainTesting.terms;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.drain.DrainRun.World;
import io.ebbgate.core.drain.Observation.Answered;
import io.ebbgate.core.drain.Observation.Failed;
import io.ebbgate.core.drain.Observation.Failure;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What counts as work, what as an answer, and which moments a drain may not sleep through. */
class DrainCountsTest {
  @Test
  void endsTheLingerThoughProbesKeepComing() {
    DrainTerms probed =
        new DrainTerms(
            Trigger.DELETION,
            0,
            DEFAULTS,
            DELETION.budget(),
            immediatePlan(),
            List.of(new Probe(8080, Duration.ofSeconds(2))),
            Duration.ZERO,
            List.of(),
            false);
    World idle = now -> new Answered(now, reading(1, 0, 9 + now / s(2), 9 + now / s(2)));
    DrainRun run = DrainRun.of(probed, idle);
    assertThat(run.verdict().outcome()).isEqualTo(Outcome.LINGERED);
    assertThat(run.hold()).isBetween(Duration.ofSeconds(10), Duration.ofMillis(12_600));
  }

  @Test
  void renewsTheLingerForRequestsBesidesTheProbes() {
    World busy = now -> new Answered(now, reading(1, 0, 9, 9 + (now < s(20) ? now / s(1) : 20)));
    DrainRun run = DrainRun.of(DELETION, busy);
    assertThat(run.hold()).isBetween(Duration.ofMillis(29_500), Duration.ofSeconds(31));
  }

  @Test
  void leavesAsManyRawConnectionsAsItMay() {
    DrainTerms lenient = deletion(Setting.EXIT_CONNECTIONS, "2");
    DrainRun run = DrainRun.of(lenient, now -> new Answered(now, raw(Count.of(2), 2)));
    assertThat(run.verdict().outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(run.hold()).isLessThan(Duration.ofSeconds(6));
  }

  @Test
  void waitsForOneRawConnectionMore() {
    DrainTerms lenient = deletion(Setting.EXIT_CONNECTIONS, "2");
    DrainRun run = DrainRun.of(lenient, now -> new Answered(now, raw(Count.of(3), 3)));
    assertThat(run.verdict().outcome()).isEqualTo(Outcome.FORCED);
    assertThat(run.record().requests().end()).isEqualTo(Count.of(3));
  }

  @Test
  void neverCallsConnectionsIdleThatItCannotCount() {
    Count unknown = Count.unknown("left out by stats_matcher");
    DrainRun run = DrainRun.of(DELETION, now -> new Answered(now, raw(unknown, 0)));
    assertThat(run.verdict().outcome()).isEqualTo(Outcome.FORCED);
    assertThat(run.hold()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void takesAPollThatTheDeadlineCutForNoSilence() {
    long end = DELETION.deadline();
    World busy =
        now ->
            now >= end
                ? new Failed(now, Failure.NO_ANSWER)
                : new Answered(now, reading(9, 9, 9, 9));
    assertThat(DrainRun.of(DELETION, busy).verdict().outcome()).isEqualTo(Outcome.FORCED);
  }

  @Test
  void looksAgainSoonAfterAPollThatTimedOut() {
    DrainPhase.Holding phase = new DrainPhase.Serving().announce(DELETION, true);
    var failed = (DrainPhase.Holding) DrainRules.next(phase, new Failed(0, Failure.NO_ANSWER));
    assertThat(DrainRules.nextLook(failed, 0, 0, Duration.ofMillis(500)))
        .isEqualTo(Duration.ofMillis(250).toNanos());
  }

  @Test
  void doesNotSleepThroughTheMomentReadinessFailsOrTheListenersStop() {
    Duration slow = Duration.ofSeconds(1);
    DrainTerms failing = deletion(Setting.UNREADY_AFTER, "3s");
    DrainTerms stopping = deletion(Setting.CLOSE_LISTENERS, "2s");
    assertThat(DrainRules.nextLook(new DrainPhase.Serving().announce(failing, true), 0, 0, slow))
        .isEqualTo(s(3));
    assertThat(DrainRules.nextLook(new DrainPhase.Serving().announce(stopping, true), 0, 0, slow))
        .isEqualTo(s(2));
  }

  @Test
  void tellsItsActionsInTheOrderTheyWereSent() {
    DrainTerms stopping = deletion(Setting.CLOSE_LISTENERS, "2s");
    World busy = now -> new Answered(now, reading(1, now < s(9) ? 1 : 0, 9, 9));
    assertThat(DrainRun.of(stopping, busy).record().admin().actions())
        .containsExactly("announce", "stop_listeners", "fail_readiness");
  }

  @Test
  void tellsClientsAndLooksOnceWhereThereIsNoTimeToHold() {
    DrainRun run = DrainRun.of(terms(Trigger.DELETION, DEFAULTS, Duration.ofSeconds(2)), IDLE);
    assertThat(run.hold()).isEqualTo(Duration.ZERO);
    assertThat(run.actions())
        .containsExactly(
            AdminAction.ANNOUNCE, AdminAction.FAIL_READINESS, AdminAction.STOP_LISTENERS);
    assertThat(run.verdict().outcome()).isEqualTo(Outcome.CLEAN);
  }

  @Test
  void looksAtNewListenersTwiceBeforeItTakesThemForUnused() {
    Plan more = DrainTesting.changedPlan(2, 0, http("web", 8080), http("new", 8081));
    DrainPhase.Holding phase = new DrainPhase.Serving().announce(DELETION, true);
    var seen = (DrainPhase.Holding) DrainRules.next(phase, new Answered(s(4), reading(0, 0, 9, 9)));
    var planned = (DrainPhase.Holding) DrainRules.next(seen, new Observation.Planned(s(5), more));
    var next = DrainRules.next(planned, new Answered(s(6), reading(0, 0, 9, 9)));
    assertThat(planned.terms().plan().contexts()).hasSize(2);
    assertThat(next).isInstanceOf(DrainPhase.Waiting.class);
    assertThat(DrainRules.next((DrainPhase.Holding) next, new Answered(s(7), reading(0, 0, 9, 9))))
        .isInstanceOf(DrainPhase.Closing.class);
  }

  private static Reading raw(Count connections, long raw) {
    return new Reading(
        connections, Count.of(0), Count.of(raw), Count.of(9), Count.of(0), Optional.empty());
  }
}
