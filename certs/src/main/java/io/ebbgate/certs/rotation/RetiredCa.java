package io.ebbgate.certs.rotation;

import static java.util.Objects.requireNonNull;

import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * An authority that signs no more and is trusted until its last leaf has ended.
 *
 * @param until when nobody can hold a leaf of it any more
 */
public record RetiredCa(X509Certificate certificate, Instant until) {
  public RetiredCa {
    requireNonNull(certificate);
    requireNonNull(until);
  }

  boolean over(Instant now) {
    return !until.isAfter(now) || now.isAfter(certificate.getNotAfter().toInstant());
  }

  /** No later than a leaf signed now could end: a clock that was wrong may have set it too far. */
  RetiredCa bounded(Instant latest) {
    return until.isAfter(latest) ? new RetiredCa(certificate, latest) : this;
  }
}
