package io.ebbgate.sidecar.drain;

import static io.ebbgate.sidecar.drain.DrainerHarness.record;
import static io.ebbgate.sidecar.drain.DrainerHarness.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.drain.DrainPhase;
import io.ebbgate.core.verdict.Trigger;
import io.ebbgate.core.verdict.Verdict;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlDrainTest extends DrainerFixture {
  @Test
  void drainsWithoutWaitingForAnotherWord() {
    CompletableFuture<Verdict> answer = drainer.control();
    assertThat(drainer.envoy.posts).hasSize(1);
    drainer.pass(Duration.ofSeconds(6));

    assertThat(record(answer).trigger()).isEqualTo(Trigger.CONTROL);
  }

  @Test
  void isCalledOffWhileEnvoyTookNothingThatLasts() {
    drainer.envoy.faults.put("/drain_listeners", ScriptedEnvoy.Fault.FORBIDDEN);
    drainer.busy(1, 1);
    CompletableFuture<Verdict> answer = drainer.controlThen(Duration.ofSeconds(56));
    assertThat(drainer.envoy.draining).isTrue();

    assertThat(drainer.callOff()).isEqualTo(new CancelResult.Canceled());
    assertThat(drainer.phase()).isInstanceOf(DrainPhase.Serving.class);
    assertThat(drainer.envoy.draining).isFalse();
    assertThat(drainer.marker).doesNotExist();
    assertThat(drainer.message()).isEmpty();
    assertThat(drainer.reports).isEmpty();
    assertThat(answer).isCompleted();
  }

  @Test
  void leavesNoMarkWhereItIsCalledOffAndEnvoyIsNotIdentified() {
    drainer.envoy.faults.put("/drain_listeners", ScriptedEnvoy.Fault.FORBIDDEN);
    drainer.busy(1, 1);
    var _ = drainer.controlThen(Duration.ofSeconds(56));
    assertThat(drainer.marker).exists();
    drainer.envoy.faults.put("/server_info", ScriptedEnvoy.Fault.TIMED_OUT);

    assertThat(drainer.callOff()).isEqualTo(new CancelResult.Canceled());
    assertThat(drainer.marker).doesNotExist();
  }

  @Test
  void isNotCalledOffOnceAListenerDrainWasSent() {
    var _ = drainer.control();

    assertThat(refusal()).contains("undone");
  }

  @Test
  void isNotCalledOffWhereTheListenerDrainMayHaveArrived() {
    drainer.envoy.faults.put("/drain_listeners", ScriptedEnvoy.Fault.TIMED_OUT);
    var _ = drainer.control();

    assertThat(refusal()).isNotEmpty();
  }

  @Test
  void isNotCalledOffWhileTheKubeletWaits() {
    drainer.envoy.faults.put("/drain_listeners", ScriptedEnvoy.Fault.FORBIDDEN);
    var _ = drainer.control();
    var _ = drainer.hook();

    assertThat(refusal()).contains("kubelet");
  }

  @Test
  void isNotCalledOffWhereEnvoyDoesNotTakeItsHealthBack() {
    drainer.envoy.faults.put("/drain_listeners", ScriptedEnvoy.Fault.FORBIDDEN);
    drainer.envoy.faults.put("/healthcheck/ok", ScriptedEnvoy.Fault.UNAVAILABLE);
    drainer.busy(1, 1);
    var _ = drainer.controlThen(Duration.ofSeconds(56));

    assertThat(refusal()).isNotEmpty();
    assertThat(drainer.phase()).isInstanceOf(DrainPhase.Holding.class);
  }

  @Test
  void givesAHookThatComesMeanwhileItsWholeTime() {
    drainer.busy(1, 1);
    CompletableFuture<Verdict> control = drainer.controlThen(Duration.ofSeconds(59));
    CompletableFuture<Verdict> hook = drainer.deletionThen(Duration.ofMillis(59_999));
    assertThat(hook).isNotDone();
    drainer.pass(Duration.ofSeconds(1));

    assertThat(hook.join()).isSameAs(control.join());
    assertThat(record(hook).trigger()).isEqualTo(Trigger.DELETION);
    assertThat(record(hook).timing().hold()).isEqualTo(Duration.ofSeconds(60));
    assertThat(drainer.envoy.posts).doesNotHaveDuplicates();
  }

  @Test
  void keepsTheHooksMinimumWhereItWasNearlyOver() {
    var _ = drainer.controlThen(Duration.ofMillis(4900));
    CompletableFuture<Verdict> hook = drainer.deletionThen(Duration.ofMillis(4900));
    assertThat(hook).isNotDone();
    drainer.pass(Duration.ofMillis(700));

    assertThat(verdict(hook).outcome()).isEqualTo(Outcome.CLEAN);
  }

  @Test
  void becomesARestartsWhereTheHookComesAlone() {
    drainer.busy(1, 1);
    var _ = drainer.controlThen(Duration.ofSeconds(20));
    CompletableFuture<Verdict> hook = drainer.hookThen(Duration.ofSeconds(11));

    assertThat(record(hook).trigger()).isEqualTo(Trigger.RESTART);
    assertThat(record(hook).timing().hold()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void isNotCutByADeadlineThatItsPodGotForTheHook() {
    drainer.busy(1, 1);
    CompletableFuture<Verdict> control = drainer.controlThen(Duration.ofSeconds(8));
    drainer.deadline(Duration.ofSeconds(10));
    assertThat(control).isNotDone();
    CompletableFuture<Verdict> hook = drainer.deletionThen(Duration.ofMillis(8100));

    assertThat(record(hook).timing().hold()).isEqualTo(Duration.ofSeconds(8));
    assertThat(verdict(hook).outcome()).isEqualTo(Outcome.SHORTENED);
  }

  @Test
  void isNotCutByADeadlineThatCameBeforeIt() {
    drainer.busy(1, 1);
    drainer.deadline(Duration.ofSeconds(10));
    CompletableFuture<Verdict> control = drainer.controlThen(Duration.ofSeconds(59));
    assertThat(control).isNotDone();
    drainer.pass(Duration.ofSeconds(2));

    assertThat(record(control).timing().hold()).isEqualTo(Duration.ofSeconds(60));
  }

  @ParameterizedTest
  @CsvSource({
    "100, announcing",
    "4900, announcing",
    "16000, waiting",
    "45000, waiting",
    "53000, waiting",
    "57000, closing"
  })
  void isCalledOffInEachPhaseAndTheDeletionAfterItIsWhole(long millis, String phase) {
    drainer.envoy.faults.put("/drain_listeners", ScriptedEnvoy.Fault.FORBIDDEN);
    drainer.busy(1, 1);
    var _ = drainer.controlThen(Duration.ofMillis(millis));
    assertThat(drainer.phase().wireName()).isEqualTo(phase);
    assertThat(drainer.callOff()).isEqualTo(new CancelResult.Canceled());
    assertThat(refusal()).isEqualTo("No drain is running.");
    drainer.envoy.heal();
    drainer.pass(Duration.ofSeconds(6));
    assertThat(drainer.envoy.draining).isFalse();

    assertNextDeletionIsWhole();
  }

  @ParameterizedTest
  @CsvSource({"100, announcing", "16000, waiting", "57000, closing"})
  void isIrreversibleInEachPhaseOnceListenersDrainAndTheDeletionAfterItIsWhole(
      long millis, String phase) {
    drainer.busy(1, 1);
    var _ = drainer.controlThen(Duration.ofMillis(millis));
    assertThat(drainer.phase().wireName()).isEqualTo(phase);

    assertThat(refusal()).contains("can't be undone");
    assertThat(drainer.phase().wireName()).isEqualTo(phase);
    CompletableFuture<Verdict> deletion = drainer.deletionThen(Duration.ofMillis(59_900));
    assertThat(deletion).isNotDone();
    assertThat(refusal()).contains("kubelet");
    drainer.pass(Duration.ofMillis(200));
    assertThat(record(deletion).timing().hold()).isEqualTo(Duration.ofSeconds(60));
    assertThat(drainer.envoy.posts)
        .containsExactly(DrainerHarness.ANNOUNCE, "/healthcheck/fail", "/drain_listeners");
  }

  @Test
  void isCalledOffWhileEnvoyDoesNotAnswerOnlyIfNothingIsToBeUndone() {
    drainer.envoy.faults.put("/drain_listeners", ScriptedEnvoy.Fault.FORBIDDEN);
    drainer.busy(1, 1);
    var _ = drainer.controlThen(Duration.ofSeconds(50));
    assertThat(drainer.envoy.draining).isTrue();
    drainer.envoy.fail(ScriptedEnvoy.Fault.UNAVAILABLE);
    drainer.pass(Duration.ofSeconds(2));
    assertThat(drainer.phase()).isInstanceOf(DrainPhase.Unreachable.class);

    assertThat(refusal()).contains("/healthcheck/ok");
    drainer.envoy.heal();
    assertThat(drainer.callOff()).isEqualTo(new CancelResult.Canceled());
    assertThat(drainer.envoy.draining).isFalse();
    drainer.envoy.fail(ScriptedEnvoy.Fault.UNAVAILABLE);
    var _ = drainer.controlThen(Duration.ofSeconds(2));
    assertThat(drainer.phase()).isInstanceOf(DrainPhase.Unreachable.class);
    assertThat(drainer.callOff()).isEqualTo(new CancelResult.Canceled());
    drainer.envoy.heal();
    drainer.pass(Duration.ofSeconds(6));

    assertNextDeletionIsWhole();
  }

  /** What was called off comes again, any number of times. */
  @Test
  void leavesNothingOfItselfWhereItIsCalledOffAgainAndAgain() {
    drainer.envoy.faults.put("/drain_listeners", ScriptedEnvoy.Fault.FORBIDDEN);
    drainer.busy(1, 1);
    for (int i = 0; i < 3; i++) {
      CompletableFuture<Verdict> answer = drainer.controlThen(Duration.ofSeconds(50));
      assertThat(drainer.envoy.draining).isTrue();
      assertThat(drainer.callOff()).isEqualTo(new CancelResult.Canceled());
      assertThat(verdict(answer).provisional()).isFalse();
    }
    drainer.envoy.heal();

    assertNextDeletionIsWhole();
  }

  @Test
  void isOverAndNotCalledOffOnceItIsReleasedAndADeletionIsAnsweredAtOnce() {
    CompletableFuture<Verdict> control = drainer.controlThen(Duration.ofSeconds(10));
    assertThat(drainer.phase()).isInstanceOf(DrainPhase.Released.class);

    assertThat(refusal()).isEqualTo("The drain is over.");
    assertThat(verdict(drainer.deletionThen(Duration.ofSeconds(1)))).isSameAs(control.join());
  }

  private void assertNextDeletionIsWhole() {
    drainer.envoy.posts.clear();
    CompletableFuture<Verdict> deletion = drainer.deletionThen(Duration.ofMillis(59_900));
    assertThat(deletion).isNotDone();
    drainer.pass(Duration.ofMillis(200));
    assertThat(record(deletion).timing().hold()).isEqualTo(Duration.ofSeconds(60));
    assertThat(record(deletion).trigger()).isEqualTo(Trigger.DELETION);
    assertThat(drainer.envoy.posts)
        .containsExactly(DrainerHarness.ANNOUNCE, "/healthcheck/fail", "/drain_listeners");
  }

  /** The hook ends the control port's drain at once, and takes its short grace along. */
  @Test
  void leavesNoGraceToALaterDrainWhereTheHookEndsItAtOnce() {
    drainer.busy(1, 1);
    drainer.deadline(Duration.ofSeconds(1));
    var _ = drainer.controlThen(Duration.ofSeconds(3));
    drainer.waited = Duration.ofMillis(200);
    CompletableFuture<Verdict> first = drainer.deletion();
    assertThat(verdict(first).outcome()).isEqualTo(Outcome.SHORTENED);
    drainer.envoy.restart();
    drainer.busy(1, 1);
    CompletableFuture<Verdict> second = drainer.deletionThen(Duration.ofSeconds(10));

    assertThat(second).isNotDone();
  }

  @Test
  void isTheHooksWhereBothComeAtOnce() {
    CompletableFuture<Verdict> control = drainer.controlAndHook();
    drainer.terminating();
    drainer.pass(Duration.ofSeconds(6));

    assertThat(record(control).trigger()).isEqualTo(Trigger.DELETION);
  }

  @Test
  void leavesAnotherProgramsDrainWhenItIsCalledOff() {
    drainer.envoy.draining = true;
    drainer.envoy.faults.put("/drain_listeners", ScriptedEnvoy.Fault.FORBIDDEN);
    drainer.busy(1, 1);
    var _ = drainer.controlThen(Duration.ofSeconds(56));
    assertThat(drainer.callOff()).isEqualTo(new CancelResult.Canceled());

    assertThat(drainer.envoy.draining).isTrue();
  }

  @Test
  void isNothingToCallOffWhileServing() {
    assertThat(refusal()).isNotEmpty();
  }

  /** Why the drain can't be called off. */
  private String refusal() {
    return ((CancelResult.Rejected) drainer.callOff()).reason();
  }
}
