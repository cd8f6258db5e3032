package io.ebbgate.core.config;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the name that a misspelt one was probably meant to be. */
public final class NearestName {
  private NearestName() {}

  /**
   * The known name with the smallest edit distance, the first of several.
   *
   * @param most the largest distance that counts as a typing error
   */
  public static Optional<String> of(String name, List<String> known, int most) {
    return known.stream()
        .filter(each -> Math.abs(each.length() - name.length()) <= most)
        .min(Comparator.comparingInt(each -> distance(name, each)))
        .filter(each -> distance(name, each) <= most);
  }

  /** Levenshtein's distance: letters that are inserted, deleted or replaced. */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }
}
