package io.ebbgate.tool.kubelet;

import io.ebbgate.tool.kubelet.PodEvent.Kind;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

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

  /** Completed when the pod was ready once; fails where it won't be. */
  CompletableFuture<Void> first() {
    return first;
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
