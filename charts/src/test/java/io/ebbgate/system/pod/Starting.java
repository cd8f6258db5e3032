package io.ebbgate.system.pod;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Starts the containers of a pod in their order, then their probes. */
final class Starting {
  private final List<RunningContainer> containers;
  private final Lifetime lifetime;
  private final Readiness readiness;
  private final Restarts restarts;
  private final Background background;

  Starting(
      List<RunningContainer> containers,
      Lifetime lifetime,
      Readiness readiness,
      Restarts restarts,
      Background background) {
    this.containers = containers;
    this.lifetime = lifetime;
    this.readiness = readiness;
    this.restarts = restarts;
    this.background = background;
  }

  void run() throws IOException, InterruptedException {
    for (RunningContainer each : containers) {
      each.start();
      Optional<Probe> startup = each.spec().startup();
      while (startup.isPresent()
          && !lifetime.terminating()
          && !new Prober(startup.get(), true).once()) {
        Thread.sleep(startup.get().period());
      }
    }
    containers.forEach(this::probe);
  }

  private void probe(RunningContainer container) {
    container.ready(container.spec().readiness().isEmpty());
    container
        .spec()
        .readiness()
        .ifPresent(probe ->
            background.start(() ->
                new Prober(probe, true)
                    .run(() -> !lifetime.gone().isDone(), success -> ready(container, success))));
    container
        .spec()
        .liveness()
        .ifPresent(probe ->
            background.start(() ->
                new Prober(probe, false)
                    .run(() -> !lifetime.terminating(), success -> alive(container, success))));
    readiness.update();
    background.start(() -> restarts.watch(container));
  }

  private void ready(RunningContainer container, boolean success) {
    container.ready(success);
    readiness.update();
  }

  private void alive(RunningContainer container, boolean success) throws InterruptedException {
    if (!success) {
      restarts.unhealthy(container);
    }
  }
}
