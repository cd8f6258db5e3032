package io.ebbgate.certs.rotation;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * The input of {@link RotationPlan}.
 *
 * @param now the wall clock, which may be wrong or jump
 * @param stored what is stored
 * @param caBundle the CA certificates in the webhook's registration
 */
public record RotationFacts(Instant now, StoredCas stored, List<X509Certificate> caBundle) {
  public RotationFacts {
    caBundle = List.copyOf(caBundle);
  }
}
