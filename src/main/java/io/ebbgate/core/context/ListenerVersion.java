package io.ebbgate.core.context;

import io.ebbgate.core.drain.ListenerFacts;
import java.time.Instant;
import java.util.Optional;

/**
 * One version of a listener in Envoy's {@code /config_dump}.
 *
 * @param version its {@code version_info}; empty for a listener of the bootstrap
 * @param updated when Envoy got it, by the wall clock; empty where the dump does not say
 * @param draining whether LDS took it away, so that it only drains
 * @param use of its port
 */
public record ListenerVersion(
    ListenerFacts listener,
    String version,
    Optional<Instant> updated,
    boolean draining,
    PortUse use) {
  /** What tells one version from another. */
  record Key(String name, String version, Optional<Instant> updated) {}

  Key key() {
    return new Key(listener.name(), version, updated);
  }
}
