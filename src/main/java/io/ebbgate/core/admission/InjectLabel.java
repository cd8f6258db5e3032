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
    return switch (of(pod)) {
      case ABSENT -> List.of();
      case IN -> takenFor("true", value(pod));
      case OUT -> takenFor("false", value(pod));
      case UNKNOWN -> List.of(sentence(value(pod), "has no effect: write \"true\" or \"false\"."));
    };
  }

  private static List<String> takenFor(String word, String given) {
    return given.equals(word)
        ? List.of()
        : List.of(sentence(given, "is taken for \"%1$s\": write \"%1$s\".".formatted(word)));
  }

  private static String sentence(String given, String end) {
    return "Ebbgate: the label %s is \"%s\", which %s".formatted(Labels.INJECT, given, end);
  }

  private static String value(PodFacts pod) {
    return pod.labels().getOrDefault(Labels.INJECT, "");
  }
}
