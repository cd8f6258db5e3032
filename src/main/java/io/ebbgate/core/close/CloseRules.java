package io.ebbgate.core.close;

import io.ebbgate.core.drain.EvenSpread;
import java.time.Duration;

/**
 * Which connections a request closes when. Those that were there at the first reading are closed
 * over {@code spread}, those that work as soon as they are quiet or the time for that is up, if
 * they are not spared; those that come after it are closed as they come while the listener is kept
 * closed, and left alone otherwise. No clock, no I/O.
 */
public final class CloseRules {
  /** Between two readings while the listener is kept closed: what a new connection may live. */
  static final Duration KEEP_PAUSE = Duration.ofMillis(10);

  static final Duration SPREAD_PAUSE = Duration.ofMillis(20);

  /**
   * A pause is so many times as long as the reading before it: on a busy node readings are long.
   */
  static final int READING_TIMES = 4;

  static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

  /** Without one close in between. */
  static final int MOST_FAILURES = 3;

  /** What all may take longer than it is meant to. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private CloseRules() {}

  /**
   * What is next after the last reading.
   *
   * @param calledOff whether the client wants no more
   */
  public static CloseStep next(
      CloseRequest request, CloseProgress progress, boolean calledOff, long now) {
    long keepEnd = progress.began() + request.timing().keep().toNanos();
    long spreadEnd = progress.began() + request.timing().spread().toNanos();
    long quietEnd = progress.began() + request.timing().waitQuiet().toNanos();
    boolean keeping = now - keepEnd < 0;
    boolean waiting = now - quietEnd < 0;
    if (calledOff) {
      return new CloseStep.Ended(CloseEnd.CALLED_OFF);
    }
    if (progress.failures().count() >= MOST_FAILURES
        || now - Math.max(keepEnd, Math.max(spreadEnd, quietEnd)) > PATIENCE.toNanos()) {
      return new CloseStep.Ended(CloseEnd.FAILED);
    }
    if (!progress.failures().waiting()) {
      long there = progress.now().remaining();
      long due = EvenSpread.due(progress.began(), spreadEnd, now, progress.there() - there, there);
      long spared = waiting || request.timing().sparesWorking() ? progress.now().working() : 0;
      long remaining = Math.min(due, there - spared);
      long later = keeping ? progress.now().later() : 0;
      if (remaining + later > 0) {
        return new CloseStep.Close(remaining, later);
      }
      if (!keeping && (there == 0 || (there == spared && !waiting))) {
        return new CloseStep.Ended(CloseEnd.DONE);
      }
    }
    return new CloseStep.Pause(now + pause(keeping, progress.readFor()));
  }

  private static long pause(boolean keeping, Duration readFor) {
    long usual = (keeping ? KEEP_PAUSE : SPREAD_PAUSE).toNanos();
    return Math.min(Math.max(usual, READING_TIMES * readFor.toNanos()), LONGEST_PAUSE.toNanos());
  }
}
