package io.ebbgate.sidecar;

import java.util.concurrent.TimeUnit;

/** Looks at processes every few milliseconds until it is closed, and keeps the most they took. */
final class CostWatch implements AutoCloseable {
  private static final long EVERY_MILLIS = 20;

  private final ProcessHandle[] roots;
  private final Thread thread = Thread.ofPlatform().name("cost").unstarted(this::watch);
  private volatile ProcessCost most = ProcessCost.NONE;

  private CostWatch(ProcessHandle... roots) {
    this.roots = roots.clone();
  }

  /** Begins to look at these and at all that they start. */
  static CostWatch of(ProcessHandle... roots) {
    CostWatch watch = new CostWatch(roots);
    watch.thread.start();
    return watch;
  }

  private void watch() {
    try {
      while (true) {
        most = most.most(ProcessCost.of(roots));
        TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
      }
    } catch (InterruptedException closed) {
      // As it should end.
    }
  }

  /** The most of each so far. */
  ProcessCost most() {
    return most;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
