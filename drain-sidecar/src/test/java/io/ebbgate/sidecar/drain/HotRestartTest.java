package io.ebbgate.sidecar.drain;

import static io.ebbgate.sidecar.drain.DrainerHarness.ANNOUNCE;
import static io.ebbgate.sidecar.drain.DrainerHarness.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.verdict.Verdict;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Another Envoy takes over the listeners, and the one before keeps its connections for a while. */
class HotRestartTest extends DrainerFixture {
  @Test
  void aDrainGoesOnWithTheEnvoyThatTookOver() {
    drainer.busy(1, 1);
    drainer.kernelHas(1, 1);
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofSeconds(7));
    drainer.envoy.posts.clear();
    drainer.envoy.restartHot();
    drainer.pass(Duration.ofSeconds(20));
    assertThat(answer).isNotDone();
    drainer.kernelHas(0, 0);
    drainer.pass(Duration.ofSeconds(1));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(drainer.envoy.posts)
        .containsExactly(ANNOUNCE, "/healthcheck/fail", "/drain_listeners");
  }

  @Test
  void anEnvoyThatTakesOverRightAfterTheAnnouncementIsAskedToo() {
    AtomicBoolean once = new AtomicBoolean(true);
    drainer.envoy.before.put(
        "/server_info",
        () -> {
          if (!drainer.envoy.posts.isEmpty() && once.getAndSet(false)) {
            drainer.envoy.restartHot();
          }
        });
    drainer.kernelHas(0, 0);
    var _ = drainer.deletionThen(Duration.ofSeconds(2));

    assertThat(once).isFalse();
    assertThat(drainer.envoy.posts).containsExactly(ANNOUNCE, ANNOUNCE);
  }

  @Test
  void theEnvoyThatTookOverIsAskedThoughNothingIsLeftOfTheOneBefore() {
    var _ = drainer.deletionThen(Duration.ofSeconds(2));
    drainer.envoy.posts.clear();
    drainer.envoy.restartHot();
    drainer.kernelHas(0, 0);
    drainer.pass(Duration.ofSeconds(1));

    assertThat(drainer.envoy.posts).containsExactly(ANNOUNCE);
  }

  @Test
  void aDrainSoonAfterAHotRestartWaitsForWhatTheEnvoyBeforeHas() {
    drainer.envoy.restartHot();
    drainer.kernelHas(1, 1);
    drainer.pass(Duration.ofSeconds(10));
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofSeconds(30));
    assertThat(answer).isNotDone();
    drainer.kernelHas(0, 0);
    drainer.pass(Duration.ofSeconds(1));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(plan()).contains("restarted hot");
  }

  @Test
  void theKernelIsAskedNoMoreOnceTheEnvoyBeforeIsShutDown() {
    drainer.envoy.restartHot();
    drainer.pass(Duration.ofSeconds(70));
    drainer.kernelHas(1, 1);
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofSeconds(10));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(plan()).doesNotContain("restarted hot");
  }

  @Test
  void aDrainIsCalledOffWhereTheEnvoyThatTookOverDidNothingForIt() {
    drainer.busy(1, 1);
    drainer.kernelHas(1, 1);
    var _ = drainer.controlThen(Duration.ofSeconds(3));
    drainer.envoy.restartHot();
    drainer.envoy.faults.put("/drain_listeners", ScriptedEnvoy.Fault.FORBIDDEN);
    drainer.pass(Duration.ofSeconds(3));

    assertThat(drainer.logged("took over in a hot restart")).hasSize(1);
    assertThat(drainer.callOff()).isEqualTo(new CancelResult.Canceled());
  }

  private String plan() {
    return drainer.plan().notes().toString();
  }

  @Test
  void anEpochThatBeginsAnewIsAnotherGateway() {
    drainer.envoy.restartHot();
    drainer.pass(Duration.ofSeconds(70));
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofSeconds(1));
    drainer.envoy.restartCold();
    drainer.pass(Duration.ofSeconds(1));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.PROXY_EXITED);
  }
}
