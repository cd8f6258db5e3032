package io.ebbgate.tool.kubelet;

import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.tool.kubelet.PodEvent.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The kubelet's worker of one pod. It starts, restarts or stops, one thing at a time, so that a
 * deletion waits for a restart under way (as observed); it starts nothing while the pod terminates.
 */
final class PodWorker {
  private final PodSpec spec;
  private final Lifetime lifetime;
  private final Readiness readiness;
  private final HookRunner hooks;
  private final Ticker ticker;
  private final BackOff backOff;
  private final PodThreads threads;
  private final ReentrantLock busy = new ReentrantLock();

  PodWorker(
      PodSpec spec,
      Lifetime lifetime,
      Readiness readiness,
      HookRunner hooks,
      Ticker ticker,
      BackOff backOff,
      PodThreads threads) {
    this.spec = spec;
    this.lifetime = lifetime;
    this.readiness = readiness;
    this.hooks = hooks;
    this.ticker = ticker;
    this.backOff = backOff;
    this.threads = threads;
  }

  /** Starts a container, and again whenever it ends by itself. */
  void begin(RunningContainer container) throws IOException, InterruptedException {
    start(container);
    threads.start(() -> keep(container));
  }

  /** A probe's restart: the container's own hook, then the stop signal, then a new process. */
  void restart(RunningContainer container, Process process, Probe failed)
      throws IOException, InterruptedException {
    busy.lockInterruptibly();
    try {
      if (lifetime.terminating() || !container.runs(process)) {
        return;
      }
      events().add(Kind.UNHEALTHY, container.spec().name());
      Duration grace = failed.grace().orElse(spec.grace());
      Duration left = grace.minus(hooks.run(container.spec(), grace));
      container.stop(left.compareTo(Termination.FLOOR) < 0 ? Termination.FLOOR : left);
      fresh(container); // Even where the pod was deleted meanwhile: its hook is called once more.
    } finally {
      busy.unlock();
    }
  }

  /** Waits for what is under way; nothing is started after it in a pod that terminates. */
  void finish() throws InterruptedException {
    busy.lockInterruptibly();
    busy.unlock();
  }

  private PodEvents events() {
    return hooks.events();
  }

  private void keep(RunningContainer container) throws IOException, InterruptedException {
    int restarts = 0;
    while (!lifetime.terminating()) {
      long start = ticker.nanos();
      container.awaitEnd();
      readiness.update();
      finish();
      if (!container.running()) {
        if (backOff.forgives(Duration.ofNanos(ticker.nanos() - start))) {
          restarts = 0;
        }
        lifetime.pause(backOff.after(restarts));
        start(container);
        restarts++;
      }
    }
  }

  private void start(RunningContainer container) throws IOException, InterruptedException {
    busy.lockInterruptibly();
    try {
      if (!lifetime.terminating() && !container.running()) {
        fresh(container);
      }
    } finally {
      busy.unlock();
    }
  }

  private void fresh(RunningContainer container) throws IOException {
    Process process = container.start();
    new ContainerProbes(container, process, lifetime, readiness, this, threads).begin();
  }
}
