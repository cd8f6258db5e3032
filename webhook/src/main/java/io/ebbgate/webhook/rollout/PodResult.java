package io.ebbgate.webhook.rollout;

import io.ebbgate.core.contract.Outcome;
import java.time.Duration;
import java.util.Optional;

/**
 * What became of a pod, with times since the beginning of the load.
 *
 * @param old whether it was there before
 * @param firstSeen zero for an old one
 */
record PodResult(
    String uid,
    String name,
    boolean old,
    boolean injected,
    Duration firstSeen,
    Optional<Duration> ready,
    Optional<Duration> deleted,
    Optional<Duration> gone,
    Optional<Outcome> verdict) {
  /** From its deletion until it was gone. */
  Optional<Duration> drain() {
    return deleted.flatMap(from -> gone.map(to -> to.minus(from)));
  }

  PodResult with(Outcome outcome) {
    return new PodResult(
        uid, name, old, injected, firstSeen, ready, deleted, gone, Optional.of(outcome));
  }
}
