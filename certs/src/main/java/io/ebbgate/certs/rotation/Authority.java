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
public record Authority(Credential credential, Optional<Instant> publishedAt) {
  public Authority {
    requireNonNull(credential);
    requireNonNull(publishedAt);
  }

  /** One that nobody trusts yet. */
  public static Authority fresh(Credential credential) {
    return new Authority(credential, Optional.empty());
  }

  X509Certificate certificate() {
    return credential.certificate();
  }

  Authority published(Instant at) {
    return new Authority(credential, Optional.of(at));
  }

  /** Whether every API server has had the time to learn of it. */
  boolean spread(Instant now, RotationTerms terms) {
    return publishedAt.filter(at -> !at.plus(terms.spread()).isAfter(now)).isPresent();
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
        .minus(terms.authorityLife())
        .plus(terms.authorityRenewal());
  }
}
