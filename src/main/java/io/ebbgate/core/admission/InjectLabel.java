package io.ebbgate.core.admission;

import io.ebbgate.core.config.NearestName;
import io.ebbgate.core.contract.Labels;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the label {@link Labels#INJECT} asks for. Other words than "true" and "false", as other
 * products have them, are understood; on a pod with a warning.
 */
public enum InjectLabel {
  ABSENT,
  IN,
  OUT,
  /** A value of no meaning. */
  UNKNOWN;

  /** At most this edit distance counts as a typing error. */
  private static final int SLIP = 2;

  private static final List<String> KNOWN =
      Stream.concat(Labels.INJECT_IN.stream(), Labels.INJECT_OUT.stream()).sorted().toList();

  static InjectLabel of(PodFacts pod) {
    return of(value(pod));
  }

  /** Whether a pod whose label has this value asks for an injection. */
  public static boolean optsIn(String value) {
    return of(value) == IN;
  }

  private static InjectLabel of(String value) {
    String word = value.toLowerCase(Locale.ROOT);
    if (word.isEmpty()) {
      return ABSENT;
    }
    if (Labels.INJECT_IN.contains(word)) {
      return IN;
    }
    return Labels.INJECT_OUT.contains(word) ? OUT : UNKNOWN;
  }

  /**
   * What is wrong with the label of a namespace, a sentence; empty where its value has a meaning,
   * which the registration's selectors know.
   *
   * @param value empty where there is no label
   */
  public static Optional<String> problemOfNamespace(String value) {
    return of(value) == UNKNOWN ? Optional.of(unknown(value)) : Optional.empty();
  }

  private static String unknown(String value) {
    String meant =
        NearestName.of(value.toLowerCase(Locale.ROOT), KNOWN, SLIP)
            .map(word -> "; is it meant to be \"%s\"?".formatted(word))
            .orElse(": write \"true\" or \"false\".");
    return sentence(value, "has no effect" + meant);
  }

  /** A sentence where the value is another word than "true" or "false". */
  static List<String> warnings(PodFacts pod) {
    return switch (of(pod)) {
      case ABSENT -> List.of();
      case IN -> takenFor("true", value(pod));
      case OUT -> takenFor("false", value(pod));
      case UNKNOWN -> List.of(unknown(value(pod)));
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
