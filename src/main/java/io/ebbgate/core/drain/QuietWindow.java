package io.ebbgate.core.drain;

import io.ebbgate.core.verdict.Count;
import java.time.Duration;

/**
 * Watches for a window in which nothing new came.
 *
 * @param since when the window began
 * @param accepted connections ever, at its beginning
 * @param reached a whole window has passed and is still open, or no client ever connected
 */
record QuietWindow(long since, Count accepted, boolean reached) {
  static QuietWindow from(long at) {
    return new QuietWindow(at, Count.unknown("not read yet"), false);
  }

  /**
   * The window after this reading.
   *
   * @param background new connections a second that don't count
   */
  QuietWindow observe(long at, Count now, Duration period, double background) {
    if (!(now instanceof Count.Known(long total))) {
      return this;
    }
    if (!(accepted instanceof Count.Known(long before)) || total < before) {
      return new QuietWindow(at, now, total == 0);
    }
    double seconds = (at - since) / 1e9;
    if (total - before > Math.ceil(seconds * background)) {
      return new QuietWindow(at, now, false);
    }
    return new QuietWindow(since, accepted, total == 0 || at - since >= period.toNanos());
  }
}
