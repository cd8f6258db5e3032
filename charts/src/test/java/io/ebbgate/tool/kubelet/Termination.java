package io.ebbgate.tool.kubelet;

import io.ebbgate.core.lifecycle.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * Stops all containers of a pod as the kubelet does: every hook at once, then the stop signal, each
 * container on one clock that began with the deletion. Native sidecars wait with their signal for
 * the main containers and for sidecars listed later; when the grace is used up they wait no longer.
 */
record Termination(
    List<RunningContainer> containers, HookRunner hooks, Ticker ticker, Duration grace) {
  private static final Duration LEAST_GRACE = Duration.ofSeconds(1);

  /** Ordinary siblings are stopped in no order, at most this far apart. */
  private static final int RACE_MILLIS = 12;

  Termination {
    containers = List.copyOf(containers);
    grace = grace.compareTo(LEAST_GRACE) < 0 ? LEAST_GRACE : grace;
  }

  /** Returns when every container has ended. */
  void run(RandomGenerator random) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (RunningContainer each : containers) {
      boolean races = !each.spec().sidecar() && random.nextBoolean();
      long delay = races ? random.nextInt(RACE_MILLIS + 1) : 0;
      threads.add(Thread.ofVirtual().start(() -> stop(each, delay)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void stop(RunningContainer container, long delayMillis) {
    try {
      Thread.sleep(delayMillis);
      if (container.running()) {
        Duration left = grace.minus(hooks.run(container.spec(), grace));
        container.stop(container.spec().sidecar() ? awaitEarlier(container, left) : left);
      }
    } catch (InterruptedException stopped) {
      container.close();
      Thread.currentThread().interrupt();
    } finally {
      container.gone().complete(null);
    }
  }

  /** Waits for the containers that stop before this sidecar; returns what is left then. */
  private Duration awaitEarlier(RunningContainer sidecar, Duration left)
      throws InterruptedException {
    long start = ticker.nanos();
    CompletableFuture<?>[] earlier =
        containers.stream()
            .filter(each -> before(each, sidecar))
            .map(RunningContainer::gone)
            .toArray(CompletableFuture<?>[]::new);
    if (!Lifetime.ends(CompletableFuture.allOf(earlier), left)) {
      return Duration.ZERO;
    }
    return left.minusSeconds(Duration.ofNanos(ticker.nanos() - start).toSeconds());
  }

  private boolean before(RunningContainer other, RunningContainer sidecar) {
    return !other.spec().sidecar() || containers.indexOf(other) > containers.indexOf(sidecar);
  }
}
