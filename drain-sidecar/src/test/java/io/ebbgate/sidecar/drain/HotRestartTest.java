package io.ebbgate.sidecar.drain;

import static io.ebbgate.sidecar.drain.DrainerHarness.ANNOUNCE;
import static io.ebbgate.sidecar.drain.DrainerHarness.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.drain.SocketCounts;
import io.ebbgate.core.drain.Sockets;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.CountSource;
import io.ebbgate.core.verdict.Verdict;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Another Envoy takes over the listeners, and the one before keeps its connections for a while. */
class HotRestartTest extends DrainerFixture {
  /** What the kernel has of both processes together. */
  private void kernelHas(long open, long working) {
    Optional<Duration> idle = Optional.of(Duration.ofSeconds(1)).filter(_ -> open > 0);
    drainer.sockets =
        (statistics, plan) ->
            plan.joined(
                statistics,
                new Sockets(
                    sockets(open, Count.of(working), idle),
                    sockets(0, Count.of(0), Optional.empty())),
                statistics.accepted());
  }

  private static SocketCounts sockets(long open, Count working, Optional<Duration> idle) {
    return new SocketCounts(CountSource.SOCK_DIAG, open, working, open, idle);
  }

  @Test
  void aDrainGoesOnWithTheEnvoyThatTookOver() {
    drainer.busy(1, 1);
    kernelHas(1, 1);
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofSeconds(7));
    drainer.envoy.posts.clear();
    drainer.envoy.restartHot();
    drainer.pass(Duration.ofSeconds(20));
    assertThat(answer).isNotDone();
    kernelHas(0, 0);
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
    kernelHas(0, 0);
    var _ = drainer.deletionThen(Duration.ofSeconds(2));

    assertThat(once).isFalse();
    assertThat(drainer.envoy.posts).containsExactly(ANNOUNCE, ANNOUNCE);
  }

  @Test
  void theEnvoyThatTookOverIsAskedThoughNothingIsLeftOfTheOneBefore() {
    var _ = drainer.deletionThen(Duration.ofSeconds(2));
    drainer.envoy.posts.clear();
    drainer.envoy.restartHot();
    kernelHas(0, 0);
    drainer.pass(Duration.ofSeconds(1));

    assertThat(drainer.envoy.posts).containsExactly(ANNOUNCE);
  }

  @Test
  void aDrainSoonAfterAHotRestartWaitsForWhatTheEnvoyBeforeHas() {
    drainer.envoy.restartHot();
    kernelHas(1, 1);
    drainer.pass(Duration.ofSeconds(10));
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofSeconds(30));
    assertThat(answer).isNotDone();
    kernelHas(0, 0);
    drainer.pass(Duration.ofSeconds(1));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(plan()).contains("restarted hot");
  }

  @Test
  void theKernelIsAskedNoMoreOnceTheEnvoyBeforeIsShutDown() {
    drainer.envoy.restartHot();
    drainer.pass(Duration.ofSeconds(70));
    kernelHas(1, 1);
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofSeconds(10));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(plan()).doesNotContain("restarted hot");
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
