package io.ebbgate.core.drain;

import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.CountSource;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the kernel says of the established connections of some listeners together.
 *
 * @param source where it was read
 * @param open established connections
 * @param working connections on which data came in and none has gone out since, or on which data
 *     moved since the reading before; unknown where the source has no times
 * @param seen connections, open or closed since, that the readings so far have had
 * @param leastIdle the shortest time since data moved, of all connections; empty where there is
 *     none or the source has no times
 * @param lastUsed how long ago data last moved on any of them; empty where none ever did or the
 *     source has no times
 */
public record SocketCounts(
    CountSource source,
    long open,
    Count working,
    long seen,
    Optional<Duration> leastIdle,
    Optional<Duration> lastUsed) {
  /** Connections on each of which data has moved, or whose source has no times. */
  public SocketCounts(
      CountSource source, long open, Count working, long seen, Optional<Duration> leastIdle) {
    this(source, open, working, seen, leastIdle, leastIdle);
  }

  boolean timed() {
    return open == 0 || leastIdle.isPresent();
  }

  /** Both together; of one source. */
  SocketCounts plus(SocketCounts more) {
    return new SocketCounts(
        source,
        open + more.open,
        working.plus(more.working),
        seen + more.seen,
        least(leastIdle, more.leastIdle),
        least(lastUsed, more.lastUsed));
  }

  private static Optional<Duration> least(Optional<Duration> one, Optional<Duration> other) {
    return Stream.of(one, other).flatMap(Optional::stream).min(Duration::compareTo);
  }
}
