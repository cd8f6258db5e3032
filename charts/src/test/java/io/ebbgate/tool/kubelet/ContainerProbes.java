package io.ebbgate.tool.kubelet;

import java.io.IOException;

/**
 * The probes of one process of a container: they begin and end with it. The others wait for the
 * startup probe, and only readiness is still probed while the pod terminates.
 */
record ContainerProbes(
    RunningContainer container,
    Process process,
    Lifetime lifetime,
    Readiness readiness,
    PodWorker worker,
    PodThreads threads) {
  void begin() {
    container
        .spec()
        .startup()
        .ifPresentOrElse(
            probe ->
                threads.start(() ->
                    new Prober(probe, false)
                        .run(this::restartable, success -> startup(probe, success))),
            this::up);
  }

  private boolean startup(Probe probe, boolean success) throws IOException, InterruptedException {
    if (success) {
      up();
    } else {
      worker.restart(container, process, probe);
    }
    return false;
  }

  private void up() {
    container.up();
    ready(container.spec().readiness().isEmpty());
    container
        .spec()
        .readiness()
        .ifPresent(probe ->
            threads.start(() ->
                new Prober(probe, true)
                    .run(() -> container.runs(process), success -> readiness(success))));
    container
        .spec()
        .liveness()
        .ifPresent(probe ->
            threads.start(() ->
                new Prober(probe, false)
                    .run(this::restartable, success -> liveness(probe, success))));
  }

  private boolean readiness(boolean success) {
    ready(success);
    return true;
  }

  private void ready(boolean now) {
    container.ready(process, now);
    readiness.update();
  }

  private boolean liveness(Probe probe, boolean success) throws IOException, InterruptedException {
    if (!success) {
      worker.restart(container, process, probe);
    }
    return success;
  }

  /** Whether a failure would still be followed by a restart. */
  private boolean restartable() {
    return !lifetime.terminating() && container.runs(process);
  }
}
