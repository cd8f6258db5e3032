package io.ebbgate.certs.issue;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** A CA and a leaf certificate for the tests of this package, issued at a fixed time. */
final class TestCertificates {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00.7Z");
  static final Duration MONTH = Duration.ofDays(30);
  static final Duration YEAR = Duration.ofDays(365);

  private TestCertificates() {}

  static Issuer at(Instant now) {
    return new Issuer(InstantSource.fixed(now), new SecureRandom());
  }

  static Credential ca() {
    return at(NOW).ca(new CaRequest("test CA", YEAR));
  }

  static LeafRequest request(String... names) {
    return new LeafRequest(
        "test server", List.of(names).stream().map(SubjectName::parse).toList(), MONTH);
  }

  static Credential leaf() {
    return at(NOW).leaf(ca(), request("localhost", "127.0.0.1"));
  }
}
