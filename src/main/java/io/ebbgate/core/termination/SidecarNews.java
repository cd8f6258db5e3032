package io.ebbgate.core.termination;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * What a sidecar is sent of its pod.
 *
 * @param grace a grace period that is shorter than the one it knows
 * @param registered whether the load balancer still has the pod, by the condition that the pod's
 *     {@code hold-until} names
 */
public record SidecarNews(Optional<Duration> grace, Optional<Boolean> registered) {
  static final SidecarNews NONE = new SidecarNews(Optional.empty(), Optional.empty());

  public SidecarNews {
    requireNonNull(grace);
    requireNonNull(registered);
  }

  /** What this snapshot has that was not sent yet. */
  SidecarNews unsent(PodSnapshot snapshot) {
    Duration known = grace.orElse(snapshot.specGrace());
    return new SidecarNews(
        snapshot
            .grantedGrace()
            // Zero is of no use to it.
            .filter(granted -> granted.isPositive() && granted.compareTo(known) < 0),
        snapshot
            .registered()
            .filter(_ -> snapshot.grantedGrace().isPresent())
            .filter(now -> registered.filter(sent -> sent.equals(now)).isEmpty()));
  }

  /** What was sent, after this was too. */
  SidecarNews and(SidecarNews next) {
    return new SidecarNews(next.grace.or(() -> grace), next.registered.or(() -> registered));
  }
}
