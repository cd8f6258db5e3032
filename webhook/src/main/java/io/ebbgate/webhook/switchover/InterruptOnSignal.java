package io.ebbgate.webhook.switchover;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts the registering thread on SIGINT, SIGTERM or SIGHUP and waits until it has let clients
 * in. The JVM then ends with the signal's own exit code: 130, 143 or 129.
 */
final class InterruptOnSignal implements AutoCloseable {
  private static final Duration TIMEOUT = SwitchoverRun.AFTER_INTERRUPT.plusSeconds(5);

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread running = Thread.currentThread();
  private final Thread hook = Thread.ofPlatform().name("stop").unstarted(this::stop);

  static InterruptOnSignal register() {
    InterruptOnSignal registered = new InterruptOnSignal();
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
