package io.ebbgate.core.admission;

import io.ebbgate.core.contract.Annotations;

/**
 * Draining a product that brings a drain manager of its own: only on explicit request, as its hooks
 * are replaced then. Its manager's container stays.
 */
final class Takeover {
  private static final String YES = "true";

  private Takeover() {}

  static boolean asked(PodFacts pod) {
    return written(pod).equals(YES);
  }

  /** How to request it, or why a request is invalid. */
  static String hint(PodFacts pod) {
    return switch (written(pod)) {
      case "", "false" -> "; %s: \"true\" would take it over".formatted(Annotations.TAKEOVER);
      default ->
          "; %s is \"%s\", allowed is true or false".formatted(Annotations.TAKEOVER, written(pod));
    };
  }

  private static String written(PodFacts pod) {
    return pod.annotations().getOrDefault(Annotations.TAKEOVER, "");
  }
}
