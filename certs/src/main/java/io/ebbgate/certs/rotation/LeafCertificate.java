package io.ebbgate.certs.rotation;

import static java.util.Objects.requireNonNull;

import io.ebbgate.certs.issue.Credential;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * What a replica shows to the API server; it lives in memory only.
 *
 * @param credential its certificate, its authority's after it, and its key
 * @param renewalAt when the next one is due: apart from other replicas', so that they don't renew
 *     all at once
 */
public record LeafCertificate(Credential credential, Instant renewalAt) {
  public LeafCertificate {
    requireNonNull(credential);
    requireNonNull(renewalAt);
  }

  /** Whose it is. */
  public X509Certificate authority() {
    return credential.chain().getLast();
  }

  public boolean holdsAt(Instant now) {
    X509Certificate certificate = credential.certificate();
    return !now.isBefore(certificate.getNotBefore().toInstant())
        && !now.isAfter(certificate.getNotAfter().toInstant());
  }
}
