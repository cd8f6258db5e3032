package io.ebbgate.core.drain;

import io.ebbgate.core.verdict.Count;
import java.time.Duration;
import java.util.Optional;

/**
 * What the kernel says of the established connections of all counted listeners together.
 *
 * @param source where it was read
 * @param open established connections
 * @param working connections on which data came in and none has gone out since, or data moved since
 *     the reading before; unknown where the source has no times
 * @param opened connections that the reading before did not have: at least so many were accepted in
 *     between
 * @param leastIdle the shortest time since data moved on a connection that does not work; empty
 *     where there is none or the source has no times
 */
public record SocketCounts(
    Source source, long open, Count working, long opened, Optional<Duration> leastIdle) {
  /** Where it was read. */
  public enum Source {
    SOCK_DIAG,
    PROC
  }
}
