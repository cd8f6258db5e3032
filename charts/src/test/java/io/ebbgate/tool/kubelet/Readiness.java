package io.ebbgate.tool.kubelet;

import io.ebbgate.tool.kubelet.PodEvent.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Whether a pod is ready: all its containers are. The addresses they listen on are checked each
 * time the pod becomes ready, when their sockets are open.
 */
final class Readiness {
  private final PodSpec spec;
  private final List<RunningContainer> containers;
  private final PodEvents events;
  private final CompletableFuture<Void> first = new CompletableFuture<>();

  // Mutable state
  private boolean ready;

  Readiness(PodSpec spec, List<RunningContainer> containers, PodEvents events) {
    this.spec = spec;
    this.containers = containers;
    this.events = events;
  }

  synchronized boolean holds() {
    return ready;
  }

  /** Checks the containers again. */
  synchronized void update() {
    boolean now = containers.stream().allMatch(RunningContainer::ready);
    if (now && !ready) {
      ready = true;
      events.add(Kind.READY, "");
      check();
    } else if (!now) {
      lost();
    }
  }

  synchronized void lost() {
    if (ready) {
      ready = false;
      events.add(Kind.UNREADY, "");
    }
  }

  /** The pod won't become ready. */
  void failed(Exception why) {
    first.completeExceptionally(why);
  }

  /** Runs this when the pod turned out to be one that can't be run here. */
  void onRefusal(Runnable end) {
    var _ =
        first.whenComplete((_, why) -> {
          if (why instanceof RefusedPodException) {
            end.run();
          }
        });
  }

  /** Waits until the pod was ready once. */
  void await(Duration limit)
      throws InterruptedException, TimeoutException, ExecutionException, RefusedPodException {
    try {
      first.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RefusedPodException sentence) {
        throw sentence;
      }
      throw failed;
    }
  }

  private void check() {
    List<ProcessHandle> processes =
        containers.stream().flatMap(RunningContainer::processes).toList();
    try {
      Optional<String> elsewhere = ListeningSockets.elsewhere(processes, spec.address());
      if (elsewhere.isEmpty()) {
        first.complete(null);
        return;
      }
      String sentence =
          "%s listens on %s; on this machine a pod may listen on its own address %s only."
              .formatted(spec.name(), elsewhere.get(), spec.address().getHostAddress());
      failed(new RefusedPodException(sentence));
    } catch (IOException unreadable) {
      failed(unreadable);
    }
  }
}
