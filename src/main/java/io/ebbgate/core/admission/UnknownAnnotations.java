package io.ebbgate.core.admission;

import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Labels;
import io.ebbgate.core.contract.Setting;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Annotations with our prefix that have no meaning, most often typing errors. */
final class UnknownAnnotations {
  /** At most this many warnings. */
  private static final int MOST = 5;

  /** At most this edit distance counts as a typing error. */
  private static final int SLIP = 2;

  private static final Set<String> LABELS = Set.of(Labels.INJECT, Labels.INJECTED);
  private static final List<String> KNOWN =
      Stream.concat(
              Stream.of(Setting.values()).map(Setting::annotation),
              Stream.of(
                  Annotations.PROFILE,
                  Annotations.MODE,
                  Annotations.CONTAINER,
                  Annotations.ADMIN_ADDRESS,
                  Annotations.CONTROL_ADDRESS,
                  Annotations.EXISTING_HOOK,
                  Annotations.TAKEOVER,
                  Annotations.STATUS))
          .toList();

  private UnknownAnnotations() {}

  /** A warning for each unknown annotation, one sentence each. */
  static List<String> warnings(PodFacts pod) {
    return pod.annotations().keySet().stream()
        .filter(key -> key.startsWith(Annotations.PREFIX) && !KNOWN.contains(key))
        .sorted()
        .limit(MOST)
        .map(key -> "Ebbgate: " + key + " " + told(key))
        .toList();
  }

  private static String told(String key) {
    if (LABELS.contains(key)) {
      return "is a label, and has no effect as an annotation.";
    }
    return nearest(key)
        .map(near -> "is no annotation of ours and has no effect; is it meant to be " + near + "?")
        .orElse("is no annotation of ours and has no effect.");
  }

  private static Optional<String> nearest(String key) {
    return KNOWN.stream()
        .filter(known -> Math.abs(known.length() - key.length()) <= SLIP)
        .filter(known -> distance(known, key) <= SLIP)
        .min(Comparator.comparingInt(known -> distance(known, key)));
  }

  /** How many letters have to be put in, taken out or changed (Levenshtein). */
  private static int distance(String one, String other) {
    int[] before = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      before[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] now = new int[other.length() + 1];
      now[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int changed = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        now[j] = Math.min(changed, 1 + Math.min(before[j], now[j - 1]));
      }
      before = now;
    }
    return before[other.length()];
  }
}
