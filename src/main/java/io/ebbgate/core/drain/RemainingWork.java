package io.ebbgate.core.drain;

import io.ebbgate.core.verdict.Count;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the readings so far say of the work left.
 *
 * @param first the first reading that answered
 * @param last the last one, unknown where the last poll failed
 * @param readAt when that was; only a reading can confirm an earlier one, time alone can't
 * @param startedAt when the hold began: clients could be told since then
 * @param lastWorkAt when something was last in flight on a connection that is left
 * @param lastRequestAt when the statistics last said that a request is active or has come
 * @param begunThen requests ever, at that time
 * @param idleSince since when every reading said that nothing is worth waiting for at any length
 * @param emptySince since when every reading said that nothing is left
 */
record RemainingWork(
    Optional<Reading> first,
    Reading last,
    long readAt,
    long startedAt,
    long lastWorkAt,
    long lastRequestAt,
    Count begunThen,
    OptionalLong idleSince,
    OptionalLong emptySince) {
  static RemainingWork from(long at) {
    return new RemainingWork(
        Optional.empty(),
        Reading.unknown("not read yet"),
        at,
        at,
        at,
        at,
        Count.unknown("not read yet"),
        OptionalLong.empty(),
        OptionalLong.empty());
  }

  /**
   * What is known after this reading.
   *
   * @param background requests a second that come from no client: without them probes would be
   *     taken for clients, and the linger would not end
   */
  RemainingWork observe(long at, Reading reading, long exitConnections, double background) {
    long expected = (long) Math.ceil((at - lastRequestAt) / 1e9 * background);
    boolean came = reading.begun().moreThan(begunThen.plus(Count.of(expected)));
    boolean requested = came || !reading.requests().atMost(0);
    long requestAt = requested ? at : lastRequestAt;
    boolean done = reading.done(exitConnections);
    return new RemainingWork(
        first.isPresent() ? first : Optional.of(reading),
        reading,
        at,
        startedAt,
        done ? idleAt(at, reading, came, requestAt) : at,
        requestAt,
        requested || begunThen instanceof Count.Unknown || begunThen.moreThan(reading.begun())
            ? reading.begun()
            : begunThen,
        since(idleSince, done, at),
        since(emptySince, reading.empty(exitConnections), at));
  }

  /**
   * Since when each connection that is left has been idle. The kernel says that of each by itself,
   * so that one that comes and goes is no sign of life of those beside it; of HTTP connections the
   * statistics know it too, where only frames without a request keep them moving. Connections of
   * HTTP/3 share a UDP socket, which the kernel doesn't show: of those the statistics alone know.
   */
  private long idleAt(long at, Reading reading, boolean came, long requestAt) {
    if (reading.sockets().filter(Sockets::timed).isEmpty()) {
      return came ? at : lastWorkAt;
    }
    long http = at - reading.httpIdle().orElse(Duration.ofNanos(at - startedAt)).toNanos();
    boolean unseen =
        reading.connections().moreThan(Count.of(reading.sockets().orElseThrow().all().open()));
    long byStatistics =
        unseen
            ? Math.max(http, requestAt)
            : reading.requests().atMost(0) ? Math.min(http, requestAt) : http;
    long other = at - reading.otherIdle().orElse(Duration.ofNanos(at - startedAt)).toNanos();
    return Math.max(startedAt, Math.max(byStatistics, other));
  }

  /** After a failed poll: nothing is known any more, so nothing can be over. */
  RemainingWork lost(String cause) {
    return new RemainingWork(
        first,
        Reading.unknown(cause),
        readAt,
        startedAt,
        lastWorkAt,
        lastRequestAt,
        begunThen,
        OptionalLong.empty(),
        OptionalLong.empty());
  }

  /** Nothing was worth waiting for, and a second reading at least this much later confirmed it. */
  boolean idleFor(Duration apart) {
    return apart(idleSince, apart);
  }

  /** Nothing was left, and a second reading at least this much later confirmed it. */
  boolean emptyFor(Duration apart) {
    return apart(emptySince, apart);
  }

  private boolean apart(OptionalLong since, Duration apart) {
    return since.isPresent() && readAt - since.getAsLong() >= apart.toNanos();
  }

  private static OptionalLong since(OptionalLong before, boolean holds, long at) {
    if (!holds) {
      return OptionalLong.empty();
    }
    return before.isPresent() ? before : OptionalLong.of(at);
  }
}
