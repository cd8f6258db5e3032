package io.ebbgate.tool.demo;

import io.ebbgate.webhook.load.Ending;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The rows of a table in Markdown, and what their cells say of a run. */
public final class MarkdownTable {
  private MarkdownTable() {}

  /** The first row, and the line below it. */
  public static String head(List<String> titles) {
    return row(titles) + "|" + "---|".repeat(titles.size()) + "\n";
  }

  public static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  /** The cells of Ebbgate's own row. */
  public static List<String> bold(List<String> cells) {
    return cells.stream().map(cell -> cell.isEmpty() ? cell : "**" + cell + "**").toList();
  }

  /** With a blank between thousands. */
  public static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number).replace(',', ' ');
  }

  public static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
  }

  /** The causes of failures with their numbers, the most frequent first. */
  public static String causes(Map<Ending, Long> failures) {
    return failures.entrySet().stream()
        .filter(each -> each.getValue() > 0)
        .sorted(Map.Entry.comparingByValue((one, other) -> Long.compare(other, one)))
        .map(each -> grouped(each.getValue()) + " " + each.getKey().wireName().replace('_', ' '))
        .collect(Collectors.joining(", "));
  }
}
