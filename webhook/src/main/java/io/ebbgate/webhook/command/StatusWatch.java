package io.ebbgate.webhook.command;

import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.cluster.ForbiddenException;
import io.ebbgate.webhook.status.StatusOutput;
import io.ebbgate.webhook.status.StatusQuery;
import io.ebbgate.webhook.status.StatusSnapshot;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** {@code ebbgate status --watch}: a snapshot a second until the thread is interrupted. */
record StatusWatch(StatusQuery query, StatusOutput output, Ticker ticker, PrintStream out) {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /**
   * Watches until Ctrl-C ends the program with exit code 0, or an exception ends the watch. An API
   * server that is unavailable does not.
   *
   * @param first the snapshot that is printed at once
   */
  void run(StatusSnapshot first) throws CommandException, ForbiddenException, InterruptedException {
    try (InterruptOnShutdown _ = InterruptOnShutdown.register()) {
      StatusSnapshot snapshot = first;
      long next = ticker.nanos();
      try {
        while (true) {
          output.print(snapshot);
          CommandException.checkWritten(out);
          next = Math.max(next + INTERVAL.toNanos(), ticker.nanos());
          Thread.sleep(Duration.ofNanos(next - ticker.nanos()));
          snapshot = after(snapshot);
        }
      } finally {
        output.end();
      }
    }
  }

  private StatusSnapshot after(StatusSnapshot last)
      throws ForbiddenException, InterruptedException {
    try {
      return query.run();
    } catch (ClusterException unavailable) {
      return last.outdated(String.valueOf(unavailable.getMessage()));
    }
  }

  /**
   * Interrupts the registering thread on SIGINT or SIGTERM and ends the JVM with exit code 0. A
   * shutdown hook is the JVM's only public way to handle a signal; without {@code halt} the exit
   * code would be 130.
   */
  private static final class InterruptOnShutdown implements AutoCloseable {
    /** Time to finish the line that is being printed. */
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread watching = Thread.currentThread();
    private final Thread hook = Thread.ofPlatform().name("stop").unstarted(this::stop);

    private static InterruptOnShutdown register() {
      InterruptOnShutdown shutdown = new InterruptOnShutdown();
      Runtime.getRuntime().addShutdownHook(shutdown.hook);
      return shutdown;
    }

    private void stop() {
      watching.interrupt();
      try {
        var _ = ended.await(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException _) {
        // The JVM ends at once.
      }
      Runtime.getRuntime().halt(0);
    }

    @Override
    public void close() {
      ended.countDown();
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException shuttingDown) {
        // The hook is running and ends the JVM.
      }
    }
  }
}
