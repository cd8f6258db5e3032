package io.ebbgate.webhook.signal;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts the registering thread on SIGINT, SIGTERM or SIGHUP and waits until this is closed. A
 * shutdown hook is the JVM's only public way to handle a signal.
 */
public final class InterruptOnShutdown implements AutoCloseable {
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread running = Thread.currentThread();
  private final Thread hook = Thread.ofPlatform().name("stop").unstarted(this::stop);
  private final Duration limit;
  private final OptionalInt exitCode;

  private InterruptOnShutdown(Duration limit, OptionalInt exitCode) {
    this.limit = limit;
    this.exitCode = exitCode;
  }

  /**
   * The JVM ends with the signal's own exit code: 130, 143 or 129.
   *
   * @param limit how long the thread may take to end what it does
   */
  public static InterruptOnShutdown register(Duration limit) {
    return registered(new InterruptOnShutdown(limit, OptionalInt.empty()));
  }

  /** The same, but the JVM ends with this exit code. */
  public static InterruptOnShutdown register(Duration limit, int exitCode) {
    return registered(new InterruptOnShutdown(limit, OptionalInt.of(exitCode)));
  }

  private static InterruptOnShutdown registered(InterruptOnShutdown made) {
    Runtime.getRuntime().addShutdownHook(made.hook);
    return made;
  }

  private void stop() {
    running.interrupt();
    try {
      var _ = ended.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      // The JVM ends at once.
    }
    exitCode.ifPresent(Runtime.getRuntime()::halt);
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
