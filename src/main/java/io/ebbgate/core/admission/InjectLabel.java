package io.ebbgate.core.admission;

import io.ebbgate.core.contract.Labels;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a pod's label {@link Labels#INJECT} asks for. Other words than "true" and "false", as other
 * products have them, are understood, though the API server's selectors don't know them.
 */
enum InjectLabel {
  ABSENT,
  IN,
  OUT,
  /** A value of no meaning. */
  UNKNOWN;

  private static final Set<String> IN_WORDS = Set.of("true", "enabled", "yes", "on");
  private static final Set<String> OUT_WORDS = Set.of("false", "disabled", "no", "off");

  static InjectLabel of(PodFacts pod) {
    String word = value(pod).toLowerCase(Locale.ROOT);
    if (word.isEmpty()) {
      return ABSENT;
    }
    if (IN_WORDS.contains(word)) {
      return IN;
    }
    return OUT_WORDS.contains(word) ? OUT : UNKNOWN;
  }

  /** A sentence where the value is another word than "true" or "false". */
  static List<String> warnings(PodFacts pod) {
    String given = "Ebbgate: the label " + Labels.INJECT + " is \"" + value(pod) + "\", which ";
    return switch (of(pod)) {
      case ABSENT -> List.of();
      case IN ->
          value(pod).equals("true")
              ? List.of()
              : List.of(given + "is taken for \"true\": write \"true\".");
      case OUT ->
          value(pod).equals("false")
              ? List.of()
              : List.of(given + "is taken for \"false\": write \"false\".");
      case UNKNOWN -> List.of(given + "has no effect: write \"true\" or \"false\".");
    };
  }

  private static String value(PodFacts pod) {
    return pod.labels().getOrDefault(Labels.INJECT, "");
  }
}
