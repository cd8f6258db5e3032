package io.ebbgate.certs.rotation;

import java.time.Duration;

/**
 * How long things last.
 *
 * @param authorityLife an authority's validity
 * @param authorityRenewal after how much of it the next one is made
 * @param leafLife a leaf's validity
 * @param leafRenewal after how much of it the next one is made
 * @param spread how long every API server is given to learn of a new authority before anybody shows
 *     it a leaf signed by it
 */
public record RotationTerms(
    Duration authorityLife,
    Duration authorityRenewal,
    Duration leafLife,
    Duration leafRenewal,
    Duration spread) {
  /** A year, a week, renewed at two thirds; two minutes for the registration to spread. */
  public static final RotationTerms USUAL =
      twoThirds(Duration.ofDays(365), Duration.ofDays(7), Duration.ofMinutes(2));

  public RotationTerms {
    check(authorityRenewal.compareTo(authorityLife) < 0, "authorityRenewal", "authorityLife");
    check(leafRenewal.compareTo(leafLife) < 0, "leafRenewal", "leafLife");
    Duration left = authorityLife.minus(authorityRenewal);
    check(
        left.compareTo(leafLife.plus(spread)) > 0,
        "leafLife and spread",
        "what is left of an authority at its renewal");
  }

  /** Lives of that length, each renewed after two thirds. */
  public static RotationTerms twoThirds(Duration authority, Duration leaf, Duration spread) {
    return new RotationTerms(authority, twoThirds(authority), leaf, twoThirds(leaf), spread);
  }

  /** After how much of such a leaf's life the next one is made. */
  public Duration renewalOf(Duration life) {
    return life.compareTo(leafLife) < 0 ? twoThirds(life) : leafRenewal;
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
