package io.ebbgate.core.departure;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * An injected pod as it was seen once.
 *
 * @param ready whether it was ready then
 * @param granted what its deletion leaves it, where it is deleted
 * @param ended whether it is over without a deletion: evicted, or run to its end
 * @param own what its spec would grant
 * @param word what its sidecar left, if the sidecar has ended and it can be read
 */
public record PodSight(
    PodIdentity pod,
    boolean ready,
    Optional<Duration> granted,
    boolean ended,
    Duration own,
    Optional<LastWord> word) {
  public PodSight {
    requireNonNull(pod);
    requireNonNull(granted);
    requireNonNull(own);
    requireNonNull(word);
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
