package io.ebbgate.certs.rotation;

import java.time.Duration;

/**
 * How long things last.
 *
 * @param caLifetime an authority's validity
 * @param caRenewal after how much of it the next one is made
 * @param leafLifetime a leaf's validity
 * @param leafRenewal after how much of it the next one is made
 * @param caPropagation how long every API server is given to learn of a new authority before
 *     anybody shows it a leaf signed by it
 */
public record RotationTerms(
    Duration caLifetime,
    Duration caRenewal,
    Duration leafLifetime,
    Duration leafRenewal,
    Duration caPropagation) {
  /** A year, a week, renewed at two thirds; two minutes for the registration to spread. */
  public static final RotationTerms USUAL =
      twoThirds(Duration.ofDays(365), Duration.ofDays(7), Duration.ofMinutes(2));

  public RotationTerms {
    check(caRenewal.compareTo(caLifetime) < 0, "authorityRenewal", "caLifetime");
    check(leafRenewal.compareTo(leafLifetime) < 0, "leafRenewal", "leafLifetime");
    Duration left = caLifetime.minus(caRenewal);
    check(
        left.compareTo(leafLifetime.plus(caPropagation)) > 0,
        "leafLifetime and spread",
        "what is left of an authority at its renewal");
  }

  /** Lives of that length, each renewed after two thirds. */
  public static RotationTerms twoThirds(Duration authority, Duration leaf, Duration caPropagation) {
    return new RotationTerms(authority, twoThirds(authority), leaf, twoThirds(leaf), caPropagation);
  }

  /** After how much of such a leaf's life the next one is made. */
  public Duration renewalOf(Duration life) {
    return life.compareTo(leafLifetime) < 0 ? twoThirds(life) : leafRenewal;
  }

  private static Duration twoThirds(Duration life) {
    return life.multipliedBy(2).dividedBy(3);
  }

  private static void check(boolean fits, String shorter, String longer) {
    if (!fits) {
      throw new IllegalArgumentException(
          "The %s must be shorter than %s.".formatted(shorter, longer));
    }
  }
}
