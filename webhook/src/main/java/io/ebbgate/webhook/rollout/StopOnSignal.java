package io.ebbgate.webhook.rollout;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts the registering thread on SIGINT, SIGTERM or SIGHUP, and waits until it has printed
 * what was measured. The JVM then ends with the signal's own exit code: 130, 143 or 129.
 */
final class StopOnSignal implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread running = Thread.currentThread();
  private final Thread hook = Thread.ofPlatform().name("stop").unstarted(this::stop);

  static StopOnSignal register() {
    StopOnSignal registered = new StopOnSignal();
    Runtime.getRuntime().addShutdownHook(registered.hook);
    return registered;
  }

  private void stop() {
    running.interrupt();
    try {
      var _ = ended.await(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      // The JVM ends at once.
    }
  }

  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // The hook is running, and the JVM ends with it.
    }
  }
}
