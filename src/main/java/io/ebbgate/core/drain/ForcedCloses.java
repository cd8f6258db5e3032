package io.ebbgate.core.drain;

import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.DrainRecord.ClosedByForce;

/**
 * What a drain has closed by force.
 *
 * @param closed by us, so far
 * @param left of those that may be closed, after the last time; unknown before the first
 * @param lookedAt when that was, in nanoseconds of the ticker
 * @param failed the kernel refused: nothing more is closed
 */
record ForcedCloses(ClosedByForce closed, Count left, long lookedAt, boolean failed) {
  static ForcedCloses none(long at) {
    return new ForcedCloses(ClosedByForce.NONE, Count.unknown("not looked yet"), at, false);
  }

  /** Adds what was closed. */
  ForcedCloses observe(Observation.ForceClosed seen) {
    return new ForcedCloses(
        closed.plus(seen.closed()), Count.of(seen.left()), seen.at(), failed || seen.failed());
  }
}
