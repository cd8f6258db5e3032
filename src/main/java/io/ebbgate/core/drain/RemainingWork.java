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
 * @param lastWorkAt when a request was last seen or known to have come
 * @param begunThen requests ever, at that time
 * @param idleSince since when every reading said that nothing is worth waiting for at any length
 * @param emptySince since when every reading said that nothing is left
 */
record RemainingWork(
    Optional<Reading> first,
    Reading last,
    long readAt,
    long lastWorkAt,
    Count begunThen,
    OptionalLong idleSince,
    OptionalLong emptySince) {
  static RemainingWork from(long at) {
    return new RemainingWork(
        Optional.empty(),
        Reading.unknown("not read yet"),
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
    long expected = (long) Math.ceil((at - lastWorkAt) / 1e9 * background);
    boolean came = reading.begun().moreThan(begunThen.plus(Count.of(expected)));
    boolean worked = !reading.done(exitConnections) || came;
    return new RemainingWork(
        first.isPresent() ? first : Optional.of(reading),
        reading,
        at,
        worked ? at : lastWorkAt,
        reading.begun() instanceof Count.Known
                && (worked
                    || begunThen instanceof Count.Unknown
                    || begunThen.moreThan(reading.begun()))
            ? reading.begun()
            : begunThen,
        since(idleSince, reading.done(exitConnections), at),
        since(emptySince, reading.empty(exitConnections), at));
  }

  /** After a failed poll: nothing is known any more, so nothing can be over. */
  RemainingWork lost(String cause) {
    return new RemainingWork(
        first,
        Reading.unknown(cause),
        readAt,
        lastWorkAt,
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
