package io.ebbgate.webhook.status;

import io.ebbgate.webhook.review.OneLine;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Tables in kubectl's layout. */
public final class TextTable {
  private static final int GAP = 3;
  private static final int NARROW_GAP = 2;

  private TextTable() {}

  /** How wide the lines are at most, with narrow gaps. */
  static int narrowWidth(List<List<String>> rows) {
    int columns = rows.getFirst().size();
    return IntStream.range(0, columns)
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .sum()
        + (columns - 1) * NARROW_GAP;
  }

  /** The text, or its beginning and its end, which differ most between pods. */
  static String shortened(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = longest / 2;
    return text.substring(0, longest - end - 1) + "…" + text.substring(text.length() - end);
  }

  /** A line for each row, with columns as wide as their longest cell. */
  public static List<String> aligned(List<List<String>> rows) {
    return aligned(rows, GAP);
  }

  /** The same with narrow gaps between columns. */
  static List<String> narrow(List<List<String>> rows) {
    return aligned(rows, NARROW_GAP);
  }

  private static List<String> aligned(List<List<String>> rows, int gap) {
    String format =
        IntStream.range(0, rows.getFirst().size())
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(1))
            .mapToObj("%%-%ds"::formatted)
            .collect(Collectors.joining(" ".repeat(gap)));
    // An Event's author chooses the pod's name in it.
    return rows.stream()
        .map(row -> OneLine.of(format.formatted(row.toArray()).stripTrailing()))
        .toList();
  }
}
