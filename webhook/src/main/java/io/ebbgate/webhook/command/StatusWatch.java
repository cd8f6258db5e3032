package io.ebbgate.webhook.command;

import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.cluster.ForbiddenException;
import io.ebbgate.webhook.signal.InterruptOnShutdown;
import io.ebbgate.webhook.status.StatusOutput;
import io.ebbgate.webhook.status.StatusQuery;
import io.ebbgate.webhook.status.StatusSnapshot;
import java.io.PrintStream;
import java.time.Duration;

/** {@code ebbgate status --watch}: a snapshot a second until the thread is interrupted. */
record StatusWatch(StatusQuery query, StatusOutput output, Ticker ticker, PrintStream out) {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** Time to finish the line that is being printed. */
  private static final Duration LAST_LINE = Duration.ofSeconds(2);

  /**
   * Watches until Ctrl-C ends the program with exit code 0, or an exception ends the watch. An API
   * server that is unavailable does not.
   *
   * @param first the snapshot that is printed at once
   */
  void run(StatusSnapshot first) throws CommandException, ForbiddenException, InterruptedException {
    try (InterruptOnShutdown _ = InterruptOnShutdown.register(LAST_LINE, 0)) {
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
}
