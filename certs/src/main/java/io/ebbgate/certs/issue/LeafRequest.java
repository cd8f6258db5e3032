package io.ebbgate.certs.issue;

import java.time.Duration;
import java.util.List;

/**
 * A serving certificate to issue. Clients verify {@code names} only; the common name is for people.
 * The validity counts from now, a minute to 3660 days.
 */
public record LeafRequest(String commonName, List<SubjectName> names, Duration validity) {
  /** The shortest validity. */
  public static final Duration SHORTEST = ValidityPeriod.SHORTEST;

  /** {@code ub-common-name} of RFC 5280, appendix A. */
  private static final int LONGEST_COMMON_NAME = 64;

  public LeafRequest {
    checkCommonName(commonName);
    names = List.copyOf(names);
    if (names.isEmpty()) {
      throw new InvalidCertificateException(
          "A serving certificate has no name; allowed is at least one host name or address.");
    }
    validity = ValidityPeriod.checked(validity);
  }

  static void checkCommonName(String commonName) {
    if (commonName.isBlank() || commonName.length() > LONGEST_COMMON_NAME) {
      throw new InvalidCertificateException(
          "The common name has %d characters; allowed is 1 to %d, not all blank."
              .formatted(commonName.length(), LONGEST_COMMON_NAME));
    }
  }
}
