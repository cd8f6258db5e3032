package io.ebbgate.core.close;

import java.time.Duration;

/**
 * How far one request has come. Times are in nanoseconds of the ticker.
 *
 * @param began when the first reading was taken
 * @param there connections at the first reading
 * @param came after the first reading, closed or not
 * @param now the last reading
 * @param readFor how long that took
 */
public record CloseProgress(
    long began,
    long there,
    long came,
    Closes closes,
    ConnectionCounts now,
    Duration readFor,
    CloseFailures failures) {

  /** The first reading. */
  public static CloseProgress first(long at, ConnectionCounts counts, Duration readFor) {
    return new CloseProgress(
        at, counts.remaining(), 0, Closes.none(at), counts, readFor, CloseFailures.NONE);
  }

  /** A later reading. */
  public CloseProgress read(ConnectionCounts counts, Duration took) {
    return new CloseProgress(
        began, there, came + counts.came(), closes, counts, took, failures.read());
  }

  /**
   * Connections were closed, or none, as all that were to be had ended already. Where none of the
   * first was, nothing is urgent: more may come as fast as they are closed.
   */
  public CloseProgress closed(Closes more) {
    return new CloseProgress(
        began,
        there,
        came,
        more.total() > 0 ? closes.plus(more) : closes,
        now,
        readFor,
        more.first() > 0
            ? CloseFailures.NONE
            : (more.later() > 0 ? CloseFailures.NONE : failures).pause());
  }

  /** Sockets could not be read; {@code cause} ends a sentence. */
  public CloseProgress unread(String cause) {
    return new CloseProgress(began, there, came, closes, now, readFor, failures.unread(cause));
  }

  /** None of those that were to be closed could be; {@code cause} ends a sentence. */
  public CloseProgress notClosed(String cause) {
    return new CloseProgress(began, there, came, closes, now, readFor, failures.notClosed(cause));
  }

  /** Those that are still there. */
  public long left() {
    return now.remaining() + now.later();
  }

  /** Those that ended without us. */
  public long ended() {
    return Math.max(0, there + came - closes.total() - left());
  }

  /** From the first reading to the last close of those that were there then. */
  public Duration took() {
    return Duration.ofNanos(closes.at() - began);
  }
}
