package io.ebbgate.webhook.status;

import io.ebbgate.webhook.review.OneLine;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Tables in kubectl's layout. */
public final class TextTable {
  private static final String GAP = "   ";

  private TextTable() {}

  /** A line for each row, with columns as wide as their longest cell. */
  public static List<String> aligned(List<List<String>> rows) {
    String format =
        IntStream.range(0, rows.getFirst().size())
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(1))
            .mapToObj("%%-%ds"::formatted)
            .collect(Collectors.joining(GAP));
    // An Event's author chooses the pod's name in it.
    return rows.stream()
        .map(row -> OneLine.of(format.formatted(row.toArray()).stripTrailing()))
        .toList();
  }
}
