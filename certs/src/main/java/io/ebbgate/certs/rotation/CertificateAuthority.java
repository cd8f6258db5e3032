package io.ebbgate.certs.rotation;

import static java.util.Objects.requireNonNull;

import io.ebbgate.certs.issue.Credential;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * An authority that may sign.
 *
 * @param credential its certificate and key
 * @param publishedAt when it was first seen in the registration, empty before
 */
public record CertificateAuthority(Credential credential, Optional<Instant> publishedAt) {
  public CertificateAuthority {
    requireNonNull(credential);
    requireNonNull(publishedAt);
  }

  /** One that nobody trusts yet. */
  public static CertificateAuthority fresh(Credential credential) {
    return new CertificateAuthority(credential, Optional.empty());
  }

  X509Certificate certificate() {
    return credential.certificate();
  }

  CertificateAuthority published(Instant at) {
    return new CertificateAuthority(credential, Optional.of(at));
  }

  /** Whether every API server has had the time to learn of it. */
  boolean caPropagation(Instant now, RotationTerms terms) {
    return publishedAt.filter(at -> !at.plus(terms.caPropagation()).isAfter(now)).isPresent();
  }

  Instant begins() {
    return certificate().getNotBefore().toInstant();
  }

  boolean holdsAt(Instant now) {
    return !ended(now) && !now.isBefore(begins());
  }

  boolean ended(Instant now) {
    return now.isAfter(certificate().getNotAfter().toInstant());
  }

  /** When it is to be renewed, counted from its end, since its beginning is backdated. */
  Instant renewalAt(RotationTerms terms) {
    return certificate()
        .getNotAfter()
        .toInstant()
        .minus(terms.caLifetime())
        .plus(terms.caRenewal());
  }
}
