package io.ebbgate.tool.kubelet;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The threads of one pod; they end with it. */
final class PodThreads {
  private final Consumer<IOException> failure;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  /** What a thread does. */
  interface Work {
    void run() throws IOException, InterruptedException;
  }

  /**
   * No thread yet.
   *
   * @param failure is told of work that failed
   */
  PodThreads(Consumer<IOException> failure) {
    this.failure = failure;
  }

  void start(Work work) {
    Thread thread =
        Thread.ofVirtual()
            .unstarted(() -> {
              try {
                work.run();
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
