package io.ebbgate.certs.issue;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** An authority and a leaf that tests of this package start from, at a fixed time. */
final class Issuing {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00.7Z");
  static final Duration MONTH = Duration.ofDays(30);
  static final Duration YEAR = Duration.ofDays(365);

  private Issuing() {}

  static Issuer at(Instant now) {
    return new Issuer(InstantSource.fixed(now), new SecureRandom());
  }

  static Credential authority() {
    return at(NOW).authority(new CaRequest("test authority", YEAR));
  }

  static LeafRequest request(String... names) {
    return new LeafRequest(
        "test server", List.of(names).stream().map(SubjectName::parse).toList(), MONTH);
  }

  static Credential leaf() {
    return at(NOW).leaf(authority(), request("localhost", "127.0.0.1"));
  }
}
