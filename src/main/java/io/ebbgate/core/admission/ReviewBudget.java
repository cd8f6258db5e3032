package io.ebbgate.core.admission;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.lifecycle.Ticker;

/**
 * How long a review may take. Its steps check it before they begin and for each of the pod's parts
 * that they read, so that none goes on when no client waits for the response. Safe for use by
 * several threads.
 */
public final class ReviewBudget {
  private static final ReviewBudget UNLIMITED = new ReviewBudget(() -> 0, 0);

  private final Ticker ticker;
  private final long end;

  private ReviewBudget(Ticker ticker, long end) {
    this.ticker = requireNonNull(ticker);
    this.end = end;
  }

  /** A review's time is used up. */
  public static final class OutOfTimeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private OutOfTimeException() {
      super("the review's time is used up", null, false, false);
    }
  }

  /** Without an end, for commands and scans, for which no API server waits. */
  public static ReviewBudget unlimited() {
    return UNLIMITED;
  }

  /** Up to that moment of the ticker, in nanoseconds. */
  public static ReviewBudget until(Ticker ticker, long end) {
    return new ReviewBudget(ticker, end);
  }

  /** Whether the time is used up. */
  public boolean isUsedUp() {
    return ticker.nanos() - end > 0;
  }

  /**
   * Returns while there is time.
   *
   * @throws OutOfTimeException afterwards
   */
  public void check() {
    if (isUsedUp()) {
      throw new OutOfTimeException();
    }
  }
}
