package io.ebbgate.certs.rotation;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The input of {@link LeafPlan}.
 *
 * @param now the wall clock
 * @param leaf what the replica serves now, empty after its start
 * @param cas what is stored, empty if that can't be read
 * @param caBundle the CA certificates in the webhook's registration
 */
public record LeafFacts(
    Instant now,
    Optional<LeafCertificate> leaf,
    Optional<CaSet> cas,
    List<X509Certificate> caBundle) {
  public LeafFacts {
    caBundle = List.copyOf(caBundle);
  }
}
