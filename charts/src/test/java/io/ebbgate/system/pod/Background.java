package io.ebbgate.system.pod;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The threads of one pod; they end with it. */
final class Background {
  private final Consumer<IOException> failure;
  private final List<Thread> threads = new ArrayList<>();

  /** What a thread does. */
  interface Work {
    void run() throws IOException, InterruptedException;
  }

  /**
   * No thread yet.
   *
   * @param failure is told of work that failed
   */
  Background(Consumer<IOException> failure) {
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
              }
            });
    synchronized (threads) {
      threads.add(thread);
    }
    thread.start();
  }

  void interrupt() {
    synchronized (threads) {
      threads.forEach(Thread::interrupt);
    }
  }
}
