package io.ebbgate.tool.kubelet;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How far a pod is on its way to its end. */
final class Lifetime {
  private final CompletableFuture<Void> told = new CompletableFuture<>();
  private final CompletableFuture<Void> gone = new CompletableFuture<>();

  /** Whether this is the first time that the pod is told to end. */
  boolean terminate() {
    return told.complete(null);
  }

  boolean terminating() {
    return told.isDone();
  }

  /** Ends when the pod is told to end. */
  CompletableFuture<Void> told() {
    return told;
  }

  /** Waits so long; less, where the pod is told to end meanwhile. */
  void pause(Duration time) throws InterruptedException {
    try {
      told.get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException over) {
      // As long as was asked for.
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Ends when every process is gone. */
  CompletableFuture<Void> gone() {
    return gone;
  }
}
