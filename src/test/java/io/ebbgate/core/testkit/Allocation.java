package io.ebbgate.core.testkit;

import java.lang.management.ManagementFactory;

/** What a piece of work costs, counted and not timed. */
public final class Allocation {
  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int RUNS = 3;

  private Allocation() {}

  /**
   * Bytes that this thread allocates, the least of some runs after a first one: that loads classes,
   * and what the compiler has not compiled yet may allocate more.
   */
  public static long bytes(Runnable work) {
    work.run();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < RUNS; i++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      work.run();
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }
}
