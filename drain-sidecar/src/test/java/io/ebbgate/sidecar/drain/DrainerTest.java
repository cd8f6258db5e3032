package io.ebbgate.sidecar.drain;

import static io.ebbgate.sidecar.drain.DrainerHarness.ANNOUNCE;
import static io.ebbgate.sidecar.drain.DrainerHarness.record;
import static io.ebbgate.sidecar.drain.DrainerHarness.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.drain.DrainPhase;
import io.ebbgate.core.drain.Observation;
import io.ebbgate.core.verdict.DrainRecord.ClosedByForce;
import io.ebbgate.core.verdict.Trigger;
import io.ebbgate.core.verdict.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A drain from its hook to its answer: what a hook means, and how much time it brings. */
class DrainerTest extends DrainerFixture {
  @Test
  void neverDrainsByItself() {
    drainer.pass(Duration.ofHours(1));

    assertThat(drainer.envoy.posts).isEmpty();
    assertThat(drainer.phase()).isInstanceOf(DrainPhase.Serving.class);
  }

  @Test
  void answersAnUnusedGatewayAfterItsMinimum() {
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofSeconds(6));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(record(answer).trigger()).isEqualTo(Trigger.DELETION);
    assertThat(record(answer).timing().hold())
        .isBetween(Duration.ofSeconds(5), Duration.ofMillis(5500));
    assertThat(drainer.envoy.posts)
        .containsExactly(ANNOUNCE, "/healthcheck/fail", "/drain_listeners");
  }

  @Test
  void tellsClientsInTheMomentOfTheHook() {
    var _ = drainer.deletion();

    assertThat(drainer.envoy.posts).containsExactly(ANNOUNCE);
    assertThat(drainer.phase()).isInstanceOf(DrainPhase.Announcing.class);
  }

  @Test
  void waitsForALongRequest() {
    drainer.busy(1, 1);
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofSeconds(30));
    assertThat(answer).isNotDone();
    drainer.busy(0, 0);
    drainer.pass(Duration.ofMillis(500));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
  }

  @Test
  void cutsWorkThatTakesLongerThanTheTime() {
    drainer.busy(1, 1);
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofSeconds(61));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.FORCED);
    assertThat(record(answer).timing().hold()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void countsTheDeadlineFromWhenTheHooksConnectionWasAccepted() {
    drainer.busy(1, 1);
    drainer.waited = Duration.ofMillis(3400);
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofMillis(56_600));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.FORCED);
    assertThat(record(answer).timing().hold()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void takesAHookThatWasLateToBeReadForADeletionsAllTheSame() {
    drainer.waited = Duration.ofSeconds(2);
    CompletableFuture<Verdict> hook = drainer.hookThen(Duration.ofMillis(200));
    drainer.terminating();
    drainer.pass(Duration.ofSeconds(6));

    assertThat(record(hook).trigger()).isEqualTo(Trigger.DELETION);
  }

  @Test
  void takesAHundredHooksForOneDrain() {
    List<CompletableFuture<Verdict>> answers =
        IntStream.range(0, 100).mapToObj(_ -> drainer.deletion()).toList();
    drainer.pass(Duration.ofSeconds(6));

    assertThat(answers)
        .allSatisfy(answer -> assertThat(answer.join()).isSameAs(answers.getFirst().join()));
    assertThat(drainer.reports).hasSize(1);
    assertThat(drainer.envoy.posts).hasSize(3);
  }

  @Test
  void takesAHookAloneForAProbesRestart() {
    drainer.busy(1, 1);
    CompletableFuture<Verdict> answer = drainer.hookThen(Duration.ofMillis(299));
    assertThat(drainer.envoy.posts).isEmpty();
    drainer.pass(Duration.ofSeconds(10));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.RESTART);
    assertThat(record(answer).trigger()).isEqualTo(Trigger.RESTART);
    assertThat(record(answer).timing().hold()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void doesNotHoldAHungEnvoyThatAProbeRestarts() {
    drainer.envoy.fail(ScriptedEnvoy.Fault.TIMED_OUT);
    CompletableFuture<Verdict> answer = drainer.hookThen(Duration.ofMillis(1600));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.RESTART);
  }

  @Test
  void liftsARestartToADeletionWhenTheOtherHookComesLate() {
    drainer.busy(1, 1);
    CompletableFuture<Verdict> answer = drainer.hookThen(Duration.ofSeconds(1));
    drainer.terminating();
    drainer.pass(Duration.ofSeconds(40));
    assertThat(answer).isNotDone();
    drainer.pass(Duration.ofSeconds(20));

    assertThat(record(answer).trigger()).isEqualTo(Trigger.DELETION);
  }

  @ParameterizedTest
  @CsvSource({"29, DELETION", "31, RESTART"})
  void remembersForHalfAMinuteThatThePodTerminates(int seconds, Trigger trigger) {
    drainer.terminating();
    drainer.pass(Duration.ofSeconds(seconds));
    CompletableFuture<Verdict> answer = drainer.hookThen(Duration.ofSeconds(6));

    assertThat(record(answer).trigger()).isEqualTo(trigger);
  }

  @Test
  void keepsADeadlineThatCameBeforeTheHook() {
    drainer.busy(1, 1);
    drainer.deadline(Duration.ofSeconds(8));
    drainer.pass(Duration.ofMillis(40));
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofSeconds(7));

    assertThat(record(answer).timing().hold()).isEqualTo(Duration.ofSeconds(6));
    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.SHORTENED);
  }

  @Test
  void shortensAHoldThatRuns() {
    drainer.busy(1, 1);
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofSeconds(3));
    drainer.deadline(Duration.ofSeconds(12));
    drainer.pass(Duration.ofSeconds(8));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.SHORTENED);
    assertThat(record(answer).timing().hold()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void neverLengthensAHoldThatRuns() {
    drainer.busy(1, 1);
    drainer.deadline(Duration.ofSeconds(8));
    CompletableFuture<Verdict> answer = drainer.deletion();
    drainer.deadline(Duration.ofSeconds(70));
    drainer.pass(Duration.ofSeconds(7));

    assertThat(record(answer).timing().hold()).isEqualTo(Duration.ofSeconds(6));
  }

  private Duration holdOfABusyRestartedEnvoy() {
    drainer.envoy.restart();
    drainer.pass(Duration.ofSeconds(2));
    drainer.busy(1, 1);
    return record(drainer.deletionThen(Duration.ofSeconds(61))).timing().hold();
  }

  @Test
  void doesNotKeepADeadlineForTheNextDrain() {
    drainer.deadline(Duration.ofSeconds(8));
    var _ = drainer.deletionThen(Duration.ofSeconds(7));

    assertThat(holdOfABusyRestartedEnvoy()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void doesNotKeepADeadlineThatCameAfterADeletionsEnd() {
    var _ = drainer.deletionThen(Duration.ofSeconds(7));
    drainer.deadline(Duration.ofSeconds(8));

    assertThat(holdOfABusyRestartedEnvoy()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void countsWhatWasClosedByForce() {
    ClosedByForce closed = new ClosedByForce(2, 0, 1);
    AtomicBoolean once = new AtomicBoolean(true);
    drainer.busy(2, 1);
    drainer.closer =
        phase ->
            once.getAndSet(false)
                ? Optional.of(new Observation.ForceClosed(drainer.ticker.nanos(), closed, 0, false))
                : Optional.empty();
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofSeconds(61));

    assertThat(record(answer).closed()).isEqualTo(closed);
  }

  @Test
  void answersALateHookOfTheSameEnvoyWithTheSameVerdictAtOnce() {
    CompletableFuture<Verdict> first = drainer.deletionThen(Duration.ofSeconds(20));
    CompletableFuture<Verdict> again = drainer.hook();

    assertThat(again.join()).isSameAs(first.join());
  }

  @Test
  void beginsAnewWhereItIsNotKnownThatTheSameEnvoyIsThere() {
    CompletableFuture<Verdict> first = drainer.deletionThen(Duration.ofSeconds(20));
    drainer.envoy.fail(ScriptedEnvoy.Fault.TIMED_OUT);
    CompletableFuture<Verdict> again = drainer.deletionThen(Duration.ofSeconds(3));
    assertThat(again).isNotDone();
    drainer.envoy.heal();
    drainer.pass(Duration.ofSeconds(10));

    assertThat(again.join()).isNotSameAs(first.join());
  }

  @Test
  void answersALateHookOfADeletionWhoseEnvoyIsGoneAtOnce() {
    CompletableFuture<Verdict> first = drainer.deletionThen(Duration.ofSeconds(20));
    drainer.envoy.fail(ScriptedEnvoy.Fault.CONNECTION_REFUSED);
    CompletableFuture<Verdict> again = drainer.deletion();

    assertThat(again.join()).isSameAs(first.join());
  }

  @Test
  void drainsTheGatewayThatFollowsARestartAndIsNotUpYet() {
    CompletableFuture<Verdict> restart = drainer.hookThen(Duration.ofSeconds(12));
    drainer.envoy.fail(ScriptedEnvoy.Fault.CONNECTION_REFUSED);
    drainer.pass(Duration.ofSeconds(5));
    CompletableFuture<Verdict> deletion = drainer.deletion();
    drainer.envoy.restart();
    drainer.pass(Duration.ofSeconds(10));

    assertThat(record(restart).trigger()).isEqualTo(Trigger.RESTART);
    assertThat(record(deletion).trigger()).isEqualTo(Trigger.DELETION);
  }

  @Test
  void looksOnceForAHundredLateHooks() {
    CompletableFuture<Verdict> first = drainer.deletionThen(Duration.ofSeconds(20));
    drainer.envoy.looks = 0;
    List<CompletableFuture<Verdict>> late =
        IntStream.range(0, 100).mapToObj(_ -> drainer.hook()).toList();

    assertThat(late).allSatisfy(answer -> assertThat(answer.join()).isSameAs(first.join()));
    assertThat(drainer.envoy.looks).isEqualTo(1);
  }
}
