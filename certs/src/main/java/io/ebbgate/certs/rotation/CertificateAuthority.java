package io.ebbgate.certs.rotation;

import io.ebbgate.certs.issue.Credential;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * A CA that may sign.
 *
 * @param credential its certificate and key
 * @param publishedAt when it was first seen in the webhook's {@code caBundle}, empty before
 */
public record CertificateAuthority(Credential credential, Optional<Instant> publishedAt) {
  /** A new CA that is not in the {@code caBundle} yet. */
  public static CertificateAuthority unpublished(Credential credential) {
    return new CertificateAuthority(credential, Optional.empty());
  }

  X509Certificate certificate() {
    return credential.certificate();
  }

  CertificateAuthority published(Instant at) {
    return new CertificateAuthority(credential, Optional.of(at));
  }

  /** Whether every API server has had time to load it. */
  boolean isPropagated(Instant now, RotationTerms terms) {
    return publishedAt.filter(at -> !at.plus(terms.caPropagation()).isAfter(now)).isPresent();
  }

  Instant notBefore() {
    return certificate().getNotBefore().toInstant();
  }

  boolean isValidAt(Instant now) {
    return !isExpired(now) && !now.isBefore(notBefore());
  }

  boolean isExpired(Instant now) {
    return now.isAfter(certificate().getNotAfter().toInstant());
  }

  /** When it is to be renewed, counted from notAfter, since notBefore is backdated. */
  Instant renewalAt(RotationTerms terms) {
    return certificate()
        .getNotAfter()
        .toInstant()
        .minus(terms.caLifetime())
        .plus(terms.caRenewal());
  }
}
