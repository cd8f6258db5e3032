package io.ebbgate.certs.rotation;

import static java.util.Objects.requireNonNull;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one replica goes by.
 *
 * @param now the wall clock
 * @param leaf what it shows now, empty after its start
 * @param authorities what is stored, empty where that can't be read
 * @param bundle whom the registration trusts now
 */
public record LeafFacts(
    Instant now,
    Optional<LeafCertificate> leaf,
    Optional<CaSet> authorities,
    List<X509Certificate> bundle) {
  public LeafFacts {
    requireNonNull(now);
    requireNonNull(leaf);
    requireNonNull(authorities);
    bundle = List.copyOf(bundle);
  }
}
