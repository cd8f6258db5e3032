package io.ebbgate.tool.kubelet;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** How far a pod is on its way to its end, and its threads, which end with it. */
final class Lifetime {
  private final Consumer<IOException> failure;
  private final CompletableFuture<Void> deletion = new CompletableFuture<>();
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  /** What a thread does. */
  interface Task {
    void run() throws IOException, InterruptedException;
  }

  /**
   * Of a pod that is not deleted, without a thread yet.
   *
   * @param failure receives the failure of a task
   */
  Lifetime(Consumer<IOException> failure) {
    this.failure = failure;
  }

  /** Starts a thread of the pod. */
  void start(Task task) {
    Thread thread =
        Thread.ofVirtual()
            .unstarted(() -> {
              try {
                task.run();
              } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
              } catch (IOException failed) {
                failure.accept(failed);
              } finally {
                threads.remove(Thread.currentThread());
              }
            });
    threads.add(thread);
    thread.start();
  }

  /** Whether this is the first deletion of the pod. */
  boolean terminate() {
    return deletion.complete(null);
  }

  boolean terminating() {
    return deletion.isDone();
  }

  /** Waits for that time, or until the pod is deleted. */
  void pause(Duration time) throws InterruptedException {
    var _ = ends(deletion, time);
  }

  /** Waits until the future, which never fails, is completed, or the pod is deleted. */
  void awaitUnlessDeleted(CompletableFuture<Void> future) throws InterruptedException {
    await(CompletableFuture.anyOf(future, deletion));
  }

  /** Completed when every process has ended. */
  CompletableFuture<Void> gone() {
    return gone;
  }

  void interrupt() {
    threads.forEach(Thread::interrupt);
  }

  /** Waits for a future that never fails. */
  static void await(CompletableFuture<?> future) throws InterruptedException {
    try {
      future.get();
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
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
