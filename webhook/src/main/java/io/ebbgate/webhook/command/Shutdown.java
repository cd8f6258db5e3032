package io.ebbgate.webhook.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What Ctrl-C does to a command that goes on until then: it ends what it does, and that is no
 * failure. A shutdown hook is the JVM's one public way to hear it, after which it exits with 130.
 */
final class Shutdown implements AutoCloseable {
  /** For the last line that is being printed. */
  private static final Duration MOST = Duration.ofSeconds(2);

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread working = Thread.currentThread();
  private final Thread hook = Thread.ofPlatform().name("stop").unstarted(this::stop);

  private Shutdown() {}

  /** From now on the calling thread is interrupted when the program is told to end. */
  static Shutdown register() {
    Shutdown shutdown = new Shutdown();
    Runtime.getRuntime().addShutdownHook(shutdown.hook);
    return shutdown;
  }

  private void stop() {
    working.interrupt();
    try {
      var _ = ended.await(MOST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      // It ends at once then.
    }
    Runtime.getRuntime().halt(0);
  }

  /** The program ends by itself, or what it was told to end has ended. */
  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException told) {
      // The hook ends it.
    }
  }
}
