package io.ebbgate.sidecar.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.drain.DrainPhase;
import io.ebbgate.core.verdict.Trigger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlDrainTest {
  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void serve() {
    bench = new Bench(folder);
    bench.pass(Duration.ofSeconds(10));
  }

  @Test
  void drainsWithoutWaitingForAnotherWord() {
    CompletableFuture<Report> answer = bench.control();
    assertThat(bench.envoy.posts).hasSize(1);
    bench.pass(Duration.ofSeconds(6));

    assertThat(Bench.verdict(answer).trigger()).isEqualTo(Trigger.CONTROL);
  }

  @Test
  void isCalledOffWhileEnvoyTookNothingThatLasts() {
    bench.envoy.faults.put("/drain_listeners", ScriptedEnvoy.Fault.FORBIDDEN);
    bench.envoy.connections = 1;
    bench.envoy.requests = 1;
    CompletableFuture<Report> answer = bench.control();
    bench.pass(Duration.ofSeconds(56));
    assertThat(bench.envoy.draining).isTrue();

    assertThat(bench.callOff()).isEqualTo(new CallOffAnswer.Done());
    assertThat(bench.phase()).isInstanceOf(DrainPhase.Serving.class);
    assertThat(bench.envoy.draining).isFalse();
    assertThat(bench.marker).doesNotExist();
    assertThat(bench.message()).isEmpty();
    assertThat(bench.reports).isEmpty();
    assertThat(answer).isCompleted();
  }

  @Test
  void isNotCalledOffOnceAListenerDrainWasSent() {
    var _ = bench.control();

    assertThat(bench.callOff())
        .isInstanceOfSatisfying(
            CallOffAnswer.Refused.class,
            refused -> assertThat(refused.reason()).contains("undone"));
  }

  @Test
  void isNotCalledOffWhereTheListenerDrainMayHaveArrived() {
    bench.envoy.faults.put("/drain_listeners", ScriptedEnvoy.Fault.TIMED_OUT);
    var _ = bench.control();

    assertThat(bench.callOff()).isInstanceOf(CallOffAnswer.Refused.class);
  }

  @Test
  void isNotCalledOffWhileTheKubeletWaits() {
    bench.envoy.faults.put("/drain_listeners", ScriptedEnvoy.Fault.FORBIDDEN);
    var _ = bench.control();
    var _ = bench.hook();

    assertThat(bench.callOff())
        .isInstanceOfSatisfying(
            CallOffAnswer.Refused.class,
            refused -> assertThat(refused.reason()).contains("kubelet"));
  }

  @Test
  void isNotCalledOffWhereEnvoyDoesNotTakeItsHealthBack() {
    bench.envoy.faults.put("/drain_listeners", ScriptedEnvoy.Fault.FORBIDDEN);
    bench.envoy.faults.put("/healthcheck/ok", ScriptedEnvoy.Fault.UNAVAILABLE);
    bench.envoy.requests = 1;
    var _ = bench.control();
    bench.pass(Duration.ofSeconds(56));

    assertThat(bench.callOff()).isInstanceOf(CallOffAnswer.Refused.class);
    assertThat(bench.phase()).isInstanceOf(DrainPhase.Holding.class);
  }

  @Test
  void givesAHookThatComesMeanwhileItsWholeTime() {
    bench.busy(1, 1);
    CompletableFuture<Report> control = bench.control();
    bench.pass(Duration.ofSeconds(59));
    CompletableFuture<Report> hook = bench.deletion();
    bench.pass(Duration.ofMillis(59_999));
    assertThat(hook).isNotDone();
    bench.pass(Duration.ofSeconds(1));

    assertThat(hook.join()).isSameAs(control.join());
    assertThat(Bench.verdict(hook).trigger()).isEqualTo(Trigger.DELETION);
    assertThat(Bench.verdict(hook).hold()).isEqualTo(Duration.ofSeconds(60));
    assertThat(bench.envoy.posts).doesNotHaveDuplicates();
  }

  @Test
  void keepsTheHooksMinimumWhereItWasNearlyOver() {
    var _ = bench.control();
    bench.pass(Duration.ofMillis(4900));
    CompletableFuture<Report> hook = bench.deletion();
    bench.pass(Duration.ofMillis(4900));
    assertThat(hook).isNotDone();
    bench.pass(Duration.ofMillis(700));

    assertThat(Bench.verdict(hook).outcome()).isEqualTo(Outcome.CLEAN);
  }

  @Test
  void becomesARestartsWhereTheHookComesAlone() {
    bench.busy(1, 1);
    var _ = bench.control();
    bench.pass(Duration.ofSeconds(20));
    CompletableFuture<Report> hook = bench.hook();
    bench.pass(Duration.ofSeconds(11));

    assertThat(Bench.verdict(hook).trigger()).isEqualTo(Trigger.RESTART);
    assertThat(Bench.verdict(hook).hold()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void isNotCutByADeadlineThatItsPodGotForTheHook() {
    bench.busy(1, 1);
    CompletableFuture<Report> control = bench.control();
    bench.pass(Duration.ofSeconds(8));
    bench.deadline(Duration.ofSeconds(10));
    assertThat(control).isNotDone();
    CompletableFuture<Report> hook = bench.deletion();
    bench.pass(Duration.ofMillis(8100));

    assertThat(Bench.verdict(hook).hold()).isEqualTo(Duration.ofSeconds(8));
    assertThat(Bench.verdict(hook).outcome()).isEqualTo(Outcome.SHORTENED);
  }

  @Test
  void isTheHooksWhereBothComeAtOnce() {
    CompletableFuture<Report> control = bench.controlAndHook();
    bench.terminating();
    bench.pass(Duration.ofSeconds(6));

    assertThat(Bench.verdict(control).trigger()).isEqualTo(Trigger.DELETION);
  }

  @Test
  void leavesSomebodyElsesDrainWhenItIsCalledOff() {
    bench.envoy.draining = true;
    bench.envoy.faults.put("/drain_listeners", ScriptedEnvoy.Fault.FORBIDDEN);
    bench.busy(1, 1);
    var _ = bench.control();
    bench.pass(Duration.ofSeconds(56));
    assertThat(bench.callOff()).isEqualTo(new CallOffAnswer.Done());

    assertThat(bench.envoy.draining).isTrue();
  }

  @Test
  void isNothingToCallOffWhileServing() {
    assertThat(bench.callOff()).isInstanceOf(CallOffAnswer.Refused.class);
  }
}
