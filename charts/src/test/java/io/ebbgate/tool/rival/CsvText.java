package io.ebbgate.tool.rival;

import io.ebbgate.webhook.load.Ending;
import io.ebbgate.webhook.load.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code results.csv}: a line for each rival. What is not known is empty. */
final class CsvText {
  private CsvText() {}

  static String of(Comparison comparison) {
    return Stream.concat(Stream.of(header()), comparison.results().stream().map(CsvText::row))
        .map(row -> String.join(",", row) + "\n")
        .collect(Collectors.joining());
  }

  private static List<String> header() {
    List<String> row = new ArrayList<>(List.of("drain", "requests", "failed", "severed"));
    failures().forEach(ending -> row.add("failed_" + ending.wireName()));
    Kind.usual().forEach(kind -> row.add("severed_" + kind.wireName()));
    row.addAll(List.of("roll_s", "leaving_s", "verdict_s", "p99_in_roll_ms", "p99_steady_ms"));
    row.addAll(List.of("failed_hooks", "helper_resident_bytes", "helper_anonymous_bytes"));
    return row;
  }

  private static List<String> row(Result result) {
    List<String> row = new ArrayList<>();
    row.add(result.rival().title().replace("`", ""));
    row.add(Long.toString(result.requests()));
    row.add(Long.toString(result.failed()));
    row.add(Long.toString(result.severedInAll()));
    failures().forEach(ending -> row.add(result.failures().getOrDefault(ending, 0L).toString()));
    Kind.usual().forEach(kind -> row.add(result.severed().getOrDefault(kind, 0L).toString()));
    row.add(number(result.roll().toMillis() / 1e3));
    row.add(several(result.holds().stream().map(hold -> hold.terminating().toMillis() / 1e3)));
    row.add(
        several(
            result.holds().stream()
                .flatMap(hold -> hold.verdict().stream())
                .map(verdict -> verdict.toMillis() / 1e3)));
    row.add(number(result.rolling().p99().toNanos() / 1e6));
    row.add(number(result.steady().p99().toNanos() / 1e6));
    row.add(Long.toString(result.failedHooks()));
    row.add(result.memory().map(memory -> Long.toString(memory.resident())).orElse(""));
    row.add(result.memory().map(memory -> Long.toString(memory.anonymous())).orElse(""));
    return row;
  }

  private static List<Ending> failures() {
    return Stream.of(Ending.values()).filter(Ending::failed).toList();
  }

  /** One for each pod, with blanks between. */
  private static String several(Stream<Double> numbers) {
    return numbers.map(CsvText::number).collect(Collectors.joining(" "));
  }

  private static String number(double number) {
    return String.format(Locale.ROOT, "%.3f", number);
  }
}
