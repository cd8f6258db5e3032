package io.ebbgate.core.context;

import io.ebbgate.core.drain.EnvoyFacts.Strategy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The counted listeners that one config dump had.
 *
 * @param at when it was read, in nanoseconds of the ticker
 * @param clock the same by the wall clock
 * @param process counts Envoy's processes: versions of another one say nothing of this one's
 * @param strategy {@code --drain-strategy}
 * @param drainTime {@code --drain-time-s}, after which Envoy closes what an old version has left
 */
public record ListenerInventory(
    long at,
    Instant clock,
    int process,
    Strategy strategy,
    Duration drainTime,
    List<ListenerVersion> versions) {
  public ListenerInventory {
    versions = List.copyOf(versions);
  }

  List<ListenerVersion> active() {
    return versions.stream().filter(version -> !version.draining()).toList();
  }

  List<ListenerVersion> draining() {
    return versions.stream().filter(ListenerVersion::draining).toList();
  }

  Set<ListenerVersion.Key> keys(boolean draining) {
    return versions.stream()
        .filter(version -> version.draining() == draining)
        .map(ListenerVersion::key)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** When Envoy got the active version of this listener, in nanoseconds of the ticker. */
  Optional<Long> updatedAt(String name) {
    return active().stream()
        .filter(version -> version.listener().name().equals(name))
        .flatMap(version -> version.updated().stream())
        .map(updated -> at - Duration.between(updated, clock).toNanos())
        .findFirst();
  }
}
