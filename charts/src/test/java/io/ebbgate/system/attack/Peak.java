package io.ebbgate.system.attack;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

/** The largest of a value that is read ten times a second. */
final class Peak {
  private static final long EVERY_MILLIS = 100;

  private final AtomicLong largest = new AtomicLong();
  private final Thread thread;

  private Peak(Callable<Long> value) {
    thread =
        Thread.ofVirtual()
            .start(() -> {
              try {
                while (!Thread.interrupted()) {
                  largest.accumulateAndGet(value.call(), Math::max);
                  Thread.sleep(EVERY_MILLIS);
                }
              } catch (Exception ended) {
                // By stop, or because there is nothing to read any more.
                Thread.currentThread().interrupt();
              }
            });
  }

  static Peak watch(Callable<Long> value) {
    return new Peak(value);
  }

  /** Ends; the largest so far. */
  long stop() {
    thread.interrupt();
    return largest.get();
  }
}
