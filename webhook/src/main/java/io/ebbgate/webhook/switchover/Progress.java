package io.ebbgate.webhook.switchover;

import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.webhook.review.OneLine;
import java.io.PrintStream;
import java.util.Locale;

/** Lines for the operator while a switchover runs, each with its time since the beginning. */
final class Progress {
  private final PrintStream out;
  private final Ticker ticker;
  private final long began;
  private String last = "";

  Progress(PrintStream out, Ticker ticker) {
    this.out = out;
    this.ticker = ticker;
    this.began = ticker.nanos();
  }

  /** Prints a line, unless it says what the one before said. */
  void line(String text) {
    if (!text.equals(last)) {
      last = text;
      out.println(
          OneLine.of(
              String.format(Locale.ROOT, "%8.3fs  %s", (ticker.nanos() - began) / 1e9, text)));
      // The operator's command writes there too, past any buffer.
      out.flush();
    }
  }
}
