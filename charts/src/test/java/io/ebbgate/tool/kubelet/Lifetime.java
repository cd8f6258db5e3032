package io.ebbgate.tool.kubelet;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How far a pod is on its way to its end. */
final class Lifetime {
  private final CompletableFuture<Void> deletion = new CompletableFuture<>();
  private final CompletableFuture<Void> gone = new CompletableFuture<>();

  /** Whether this is the first deletion of the pod. */
  boolean terminate() {
    return deletion.complete(null);
  }

  boolean terminating() {
    return deletion.isDone();
  }

  /** Completed when the pod is deleted. */
  CompletableFuture<Void> deletion() {
    return deletion;
  }

  /** Waits for that time, or until the pod is deleted. */
  void pause(Duration time) throws InterruptedException {
    var _ = ends(deletion, time);
  }

  /** Completed when every process has ended. */
  CompletableFuture<Void> gone() {
    return gone;
  }

  /** Whether a future, which never fails, is completed within that time. */
  static boolean ends(CompletableFuture<?> future, Duration within) throws InterruptedException {
    try {
      future.get(Math.max(0, within.toMillis()), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException notYet) {
      return false;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
