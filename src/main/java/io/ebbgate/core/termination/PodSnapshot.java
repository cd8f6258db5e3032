package io.ebbgate.core.termination;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An injected pod as it was seen once.
 *
 * @param ready whether it was ready then
 * @param granted what its deletion leaves it, where it is deleted
 * @param ended whether it is over without a deletion: evicted, or run to its end
 * @param own what its spec would grant
 * @param word what its sidecar left, if the sidecar has ended and it can be read
 * @param silent since when its sidecar has ended, if it has
 */
public record PodSnapshot(
    PodIdentity pod,
    boolean ready,
    Optional<Duration> granted,
    boolean ended,
    Duration own,
    Optional<LastWord> word,
    Optional<Instant> silent) {
  public PodSnapshot {
    requireNonNull(pod);
    requireNonNull(granted);
    requireNonNull(own);
    requireNonNull(word);
    requireNonNull(silent);
  }

  /** Whether its sidecar ended before that, and it will not be started again. */
  public boolean isPast(Instant time) {
    return leaving() && silent.filter(end -> end.isBefore(time)).isPresent();
  }

  /** Whether it will not come back. */
  boolean leaving() {
    return ended || granted.isPresent();
  }

  /** Whether the kubelet was told to give it no time. */
  boolean forced() {
    return granted.filter(Duration::isZero).isPresent();
  }
}
