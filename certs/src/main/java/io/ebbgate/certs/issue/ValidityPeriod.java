package io.ebbgate.certs.issue;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** When a certificate is valid, both ends included, in whole seconds as in X.509. */
record ValidityPeriod(Instant notBefore, Instant notAfter) {
  /** Clocks of a cluster differ; a new certificate has to be valid on those that are slow. */
  static final Duration BACKDATED = Duration.ofHours(1);

  static final Duration SHORTEST = Duration.ofMinutes(1);
  static final Duration LONGEST = Duration.ofDays(3660);

  /** Returns the length if a certificate may have it. */
  static Duration checked(Duration length) {
    if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0) {
      throw new InvalidCertificateException(
          "The validity is %s; allowed is from %s to %d days."
              .formatted(seconds(length), seconds(SHORTEST), LONGEST.toDays()));
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

  boolean isValidAt(Instant now) {
    return !now.isBefore(notBefore) && !now.isAfter(notAfter);
  }

  /**
   * This period, starting no earlier than the issuer's: a replica with a slow clock still gets a
   * leaf. One that ends later than its issuer is refused: clients would reject it before its end.
   */
  ValidityPeriod within(ValidityPeriod issuer) {
    if (notAfter.isAfter(issuer.notAfter)) {
      throw new InvalidCertificateException(
          "The certificate would be valid until %s; allowed is until %s, its CA's end."
              .formatted(notAfter, issuer.notAfter));
    }
    return notBefore.isBefore(issuer.notBefore)
        ? new ValidityPeriod(issuer.notBefore, notAfter)
        : this;
  }

  private static String seconds(Duration length) {
    return length.toSeconds() + " seconds";
  }
}
