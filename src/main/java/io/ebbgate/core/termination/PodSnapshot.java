package io.ebbgate.core.termination;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An injected pod at one moment.
 *
 * @param grantedGrace the deletion's grace period; empty for a pod that is not being deleted
 * @param ended whether it ended without a deletion: evicted, or run to completion
 * @param specGrace the grace period of its spec
 * @param verdict the one its sidecar left, if the sidecar has ended and it can be read
 * @param sidecarEndedAt when its sidecar ended, if it has
 */
public record PodSnapshot(
    PodIdentity pod,
    boolean ready,
    Optional<Duration> grantedGrace,
    boolean ended,
    Duration specGrace,
    Optional<Verdict> verdict,
    Optional<Instant> sidecarEndedAt) {
  public PodSnapshot {
    requireNonNull(pod);
    requireNonNull(grantedGrace);
    requireNonNull(specGrace);
    requireNonNull(verdict);
    requireNonNull(sidecarEndedAt);
  }

  /** Whether its sidecar ended before that time and won't be restarted. */
  public boolean isPast(Instant time) {
    return terminating() && sidecarEndedAt.filter(end -> end.isBefore(time)).isPresent();
  }

  /** Whether it is being deleted or has ended. */
  boolean terminating() {
    return ended || grantedGrace.isPresent();
  }

  /** Whether it is being deleted without a grace period. */
  boolean forced() {
    return grantedGrace.filter(Duration::isZero).isPresent();
  }
}
