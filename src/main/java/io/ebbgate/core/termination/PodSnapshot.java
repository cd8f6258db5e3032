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
 * @param registered whether the load balancer still has it; empty where no condition says so
 * @param sidecarEnd the end of its sidecar, if it has ended
 */
public record PodSnapshot(
    PodIdentity pod,
    boolean ready,
    Optional<Duration> grantedGrace,
    boolean ended,
    Duration specGrace,
    Optional<Boolean> registered,
    Optional<SidecarEnd> sidecarEnd) {
  public PodSnapshot {
    requireNonNull(pod);
    requireNonNull(grantedGrace);
    requireNonNull(specGrace);
    requireNonNull(registered);
    requireNonNull(sidecarEnd);
  }

  /** The verdict that its sidecar left, if the sidecar has ended and it can be read. */
  public Optional<Verdict> verdict() {
    return sidecarEnd.flatMap(SidecarEnd::verdict);
  }

  /** Whether its sidecar ended before that time and won't be restarted. */
  public boolean isPast(Instant time) {
    return terminating()
        && sidecarEnd.flatMap(SidecarEnd::at).filter(end -> end.isBefore(time)).isPresent();
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
