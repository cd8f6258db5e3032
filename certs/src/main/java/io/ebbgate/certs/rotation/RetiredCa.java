package io.ebbgate.certs.rotation;

import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * A CA that signs no more and is trusted until its last leaf has expired.
 *
 * @param until when all its leaves have expired
 */
public record RetiredCa(X509Certificate certificate, Instant until) {

  boolean isExpired(Instant now) {
    return !until.isAfter(now) || now.isAfter(certificate.getNotAfter().toInstant());
  }

  /** Trusted at most until {@code latest}: a wrong clock may have set {@code until} too late. */
  RetiredCa noLaterThan(Instant latest) {
    return until.isAfter(latest) ? new RetiredCa(certificate, latest) : this;
  }
}
