package io.ebbgate.certs.issue;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** From when to when a certificate holds, both ends included, in whole seconds as X.509 counts. */
record ValidityPeriod(Instant notBefore, Instant notAfter) {
  /** Clocks of a cluster differ; a new certificate has to hold on those that are late. */
  static final Duration BACKDATED = Duration.ofHours(1);

  static final Duration SHORTEST = Duration.ofMinutes(1);
  static final Duration LONGEST = Duration.ofDays(3660);

  /** The length, if it is one a certificate may have. */
  static Duration checked(Duration length) {
    if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0) {
      throw new InvalidCertificateException(
          "The validity is %s; allowed is from %s to %d days."
              .formatted(words(length), words(SHORTEST), LONGEST.toDays()));
    }
    return length;
  }

  static ValidityPeriod from(Instant now, Duration length) {
    Instant second = now.truncatedTo(ChronoUnit.SECONDS);
    return new ValidityPeriod(second.minus(BACKDATED), second.plus(length));
  }

  static ValidityPeriod of(X509Certificate certificate) {
    return new ValidityPeriod(
        certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
  }

  boolean holdsAt(Instant now) {
    return !now.isBefore(notBefore) && !now.isAfter(notAfter);
  }

  /**
   * This, begun no earlier than the issuer's: a replica whose clock is late still gets a leaf. One
   * that ends later than its issuer is refused, for it would end without notice.
   */
  ValidityPeriod within(ValidityPeriod issuer) {
    if (notAfter.isAfter(issuer.notAfter)) {
      throw new InvalidCertificateException(
          "The certificate would hold until %s; allowed is until %s, its authority's end."
              .formatted(notAfter, issuer.notAfter));
    }
    return notBefore.isBefore(issuer.notBefore)
        ? new ValidityPeriod(issuer.notBefore, notAfter)
        : this;
  }

  private static String words(Duration length) {
    return length.toSeconds() + " seconds";
  }
}
