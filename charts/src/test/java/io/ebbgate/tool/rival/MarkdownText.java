package io.ebbgate.tool.rival;

import static io.ebbgate.tool.demo.MarkdownTable.bold;
import static io.ebbgate.tool.demo.MarkdownTable.causes;
import static io.ebbgate.tool.demo.MarkdownTable.grouped;
import static io.ebbgate.tool.demo.MarkdownTable.head;
import static io.ebbgate.tool.demo.MarkdownTable.row;
import static io.ebbgate.tool.demo.MarkdownTable.seconds;

import io.ebbgate.core.testkit.ProcessMemory;
import io.ebbgate.webhook.load.Latency;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** {@code results.md}: what the docs show. */
final class MarkdownText {
  private static final List<String> HEADER =
      List.of(
          "drain",
          "failed",
          "of",
          "severed",
          "how",
          "roll",
          "each pod",
          "p99 in the roll",
          "steady",
          "failed hooks",
          "helper, resident (anonymous)");

  private MarkdownText() {}

  static String of(Comparison comparison) {
    StringBuilder text = new StringBuilder();
    text.append(comparison.sentence()).append(' ');
    text.append(comparison.clients()).append("\n\n");
    text.append(head(HEADER));
    comparison.results().forEach(result -> text.append(row(cells(result))));
    text.append('\n').append(comparison.where().line()).append(".\n");
    return text.toString();
  }

  private static List<String> cells(Result result) {
    List<String> cells =
        List.of(
            result.rival().title(),
            grouped(result.failed()),
            grouped(result.requests()),
            grouped(result.severedInAll()),
            causes(result.failures()),
            seconds(result.roll()),
            range(
                result.holds().stream().map(Result.PodTermination::terminating).sorted().toList()),
            String.format(Locale.ROOT, "%s (%.1f×)", millis(result.rolling()), result.slower()),
            millis(result.steady()),
            Long.toString(result.failedHooks()),
            result.memory().map(MarkdownText::memory).orElse(""));
    return result.rival() == Rival.EBBGATE ? bold(cells) : cells;
  }

  private static String range(List<Duration> sorted) {
    return sorted.isEmpty()
        ? ""
        : seconds(sorted.getFirst()).replace(" s", "") + " to " + seconds(sorted.getLast());
  }

  private static String memory(ProcessMemory memory) {
    return String.format(
        Locale.ROOT, "%.0f (%.0f) MB", memory.resident() / 1e6, memory.anonymous() / 1e6);
  }

  private static String millis(Latency latency) {
    return String.format(Locale.ROOT, "%.1f ms", latency.p99().toNanos() / 1e6);
  }
}
