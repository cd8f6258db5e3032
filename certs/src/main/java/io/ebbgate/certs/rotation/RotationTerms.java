package io.ebbgate.certs.rotation;

import java.time.Duration;

/**
 * Lifetimes of CAs and leaf certificates.
 *
 * @param caLifetime a CA's validity
 * @param caRenewal after how much of its lifetime the next CA is issued
 * @param leafLifetime a leaf's validity
 * @param leafRenewal after how much of its lifetime the next leaf is issued
 * @param caPropagation how long API servers have to load a new CA before it signs leaves
 */
public record RotationTerms(
    Duration caLifetime,
    Duration caRenewal,
    Duration leafLifetime,
    Duration leafRenewal,
    Duration caPropagation) {
  /** A CA of a year, leaves of a week, renewed at two thirds; two minutes for propagation. */
  public static final RotationTerms DEFAULT =
      twoThirds(Duration.ofDays(365), Duration.ofDays(7), Duration.ofMinutes(2));

  public RotationTerms {
    check(caRenewal.compareTo(caLifetime) < 0, "caRenewal", "caLifetime");
    check(leafRenewal.compareTo(leafLifetime) < 0, "leafRenewal", "leafLifetime");
    Duration left = caLifetime.minus(caRenewal);
    check(
        left.compareTo(leafLifetime.plus(caPropagation)) > 0,
        "leafLifetime and caPropagation",
        "the rest of the CA's lifetime at its renewal");
  }

  /** Terms with these lifetimes, each renewed after two thirds. */
  public static RotationTerms twoThirds(Duration ca, Duration leaf, Duration caPropagation) {
    return new RotationTerms(ca, twoThirds(ca), leaf, twoThirds(leaf), caPropagation);
  }

  /** After how much of that lifetime a leaf is renewed. */
  public Duration renewalOf(Duration lifetime) {
    return lifetime.compareTo(leafLifetime) < 0 ? twoThirds(lifetime) : leafRenewal;
  }

  private static Duration twoThirds(Duration lifetime) {
    return lifetime.multipliedBy(2).dividedBy(3);
  }

  private static void check(boolean fits, String shorter, String longer) {
    if (!fits) {
      throw new IllegalArgumentException(
          "The %s must be shorter than %s.".formatted(shorter, longer));
    }
  }
}
