package io.ebbgate.system.pod;

import java.util.concurrent.CompletableFuture;

/** How far a pod is on its way to its end. */
final class Lifetime {
  private final CompletableFuture<Void> gone = new CompletableFuture<>();

  // Mutable state
  private boolean terminating;

  /** Whether this is the first time that the pod is told to end. */
  synchronized boolean terminate() {
    boolean first = !terminating;
    terminating = true;
    return first;
  }

  synchronized boolean terminating() {
    return terminating;
  }

  /** Ends when every process is gone. */
  CompletableFuture<Void> gone() {
    return gone;
  }
}
