package io.ebbgate.tool.kubelet;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Starts the containers of a pod in their order; each waits for the native sidecars before it. */
record Starting(List<RunningContainer> containers, Lifetime lifetime, PodWorker worker) {
  Starting {
    containers = List.copyOf(containers);
    requireNonNull(lifetime);
    requireNonNull(worker);
  }

  void run() throws IOException, InterruptedException {
    for (RunningContainer each : containers) {
      worker.begin(each);
      if (each.spec().sidecar()) {
        await(CompletableFuture.anyOf(each.whenUp(), lifetime.told()));
      }
    }
  }

  private static void await(CompletableFuture<?> end) throws InterruptedException {
    try {
      end.get();
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
