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
  private final ReentrantLock busy = new ReentrantLock();

  PodWorker(
      PodSpec spec,
      Lifetime lifetime,
      Readiness readiness,
      HookRunner hooks,
      Ticker ticker,
      BackOff backOff) {
    this.spec = spec;
    this.lifetime = lifetime;
    this.readiness = readiness;
    this.hooks = hooks;
    this.ticker = ticker;
    this.backOff = backOff;
  }

  /** Starts a container, and again whenever it ends by itself. */
  void begin(RunningContainer container) throws IOException, InterruptedException {
    start(container);
    lifetime.start(() -> keep(container));
  }

  /** Waits for what is under way; nothing is started after it in a pod that terminates. */
  void finish() throws InterruptedException {
    busy.lockInterruptibly();
    busy.unlock();
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
        new Probes(container, container.start()).begin();
      }
    } finally {
      busy.unlock();
    }
  }

  /**
   * The probes of one process of a container: they begin and end with it. The others wait for the
   * startup probe, and only readiness is still probed while the pod terminates.
   */
  private final class Probes {
    private final RunningContainer container;
    private final PodSpec.Container containerSpec;
    private final Process process;

    Probes(RunningContainer container, Process process) {
      this.container = container;
      containerSpec = container.spec();
      this.process = process;
    }

    void begin() {
      containerSpec
          .startup()
          .ifPresentOrElse(
              probe -> start(new Prober(probe, false), success -> startup(probe, success)),
              this::up);
    }

    private void start(Prober prober, Prober.Action action) {
      lifetime.start(() -> prober.run(this::restartable, action));
    }

    private boolean startup(Probe probe, boolean success) throws IOException, InterruptedException {
      if (success) {
        up();
      } else {
        restart(probe);
      }
      return false;
    }

    private void up() {
      container.up().complete(null);
      ready(containerSpec.readiness().isEmpty());
      containerSpec
          .readiness()
          .ifPresent(probe ->
              lifetime.start(
                  () -> new Prober(probe, true).run(() -> container.runs(process), this::ready)));
      containerSpec
          .liveness()
          .ifPresent(probe -> start(new Prober(probe, false), success -> liveness(probe, success)));
    }

    private boolean ready(boolean now) {
      container.ready(process, now);
      readiness.update();
      return true;
    }

    private boolean liveness(Probe probe, boolean success)
        throws IOException, InterruptedException {
      if (!success) {
        restart(probe);
      }
      return success;
    }

    /** Whether a failure would still be followed by a restart. */
    private boolean restartable() {
      return !lifetime.terminating() && container.runs(process);
    }

    /** The container's own hook, then the stop signal, then a new process. */
    private void restart(Probe failed) throws IOException, InterruptedException {
      busy.lockInterruptibly();
      try {
        if (restartable()) {
          hooks.events().add(Kind.UNHEALTHY, containerSpec.name());
          Duration grace = failed.grace().orElse(spec.grace());
          container.stop(grace.minus(hooks.run(containerSpec, grace)));
          // Even where the pod was deleted meanwhile: its hook is called once more.
          new Probes(container, container.start()).begin();
        }
      } finally {
        busy.unlock();
      }
    }
  }
}
