package io.ebbgate.certs.rotation;

import io.ebbgate.certs.issue.Credential;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * A replica's serving certificate; it is kept in memory only.
 *
 * @param credential its certificate, its CA's after it, and its key
 * @param renewalAt when the next one is due, with jitter so that replicas don't renew all at once
 */
public record LeafCertificate(Credential credential, Instant renewalAt) {
  /** The CA certificate that signed it. */
  public X509Certificate issuer() {
    return credential.chain().getLast();
  }

  public boolean isValidAt(Instant now) {
    X509Certificate certificate = credential.certificate();
    return !now.isBefore(certificate.getNotBefore().toInstant())
        && !now.isAfter(certificate.getNotAfter().toInstant());
  }
}
