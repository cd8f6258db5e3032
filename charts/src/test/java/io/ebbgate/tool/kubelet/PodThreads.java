package io.ebbgate.tool.kubelet;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The threads of one pod; they end with the pod. */
final class PodThreads {
  private final Consumer<IOException> failure;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  /** What a thread does. */
  interface Task {
    void run() throws IOException, InterruptedException;
  }

  /**
   * No thread yet.
   *
   * @param failure receives the failure of a task
   */
  PodThreads(Consumer<IOException> failure) {
    this.failure = failure;
  }

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

  void interrupt() {
    threads.forEach(Thread::interrupt);
  }
}
