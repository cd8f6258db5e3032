package io.ebbgate.tool.prometheus;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.testkit.TextFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Prometheus' command-line tool, which has Prometheus' own parsers. */
public final class Promtool {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path HERE = Path.of("");

  private Promtool() {}

  /** Runs it in a folder. */
  public static ProgramResult run(Path folder, List<String> arguments) {
    return run(folder, arguments, "");
  }

  /** The parser's error for a query; empty if the query is valid. */
  public static String queryError(String query) {
    Map<String, String> rule = Map.of("record", "a:b:c", "expr", query);
    Object rules = Map.of("groups", List.of(Map.of("name", "queries", "rules", List.of(rule))));
    try {
      // JSON is YAML.
      ProgramResult result =
          TextFile.<ProgramResult, RuntimeException>with(
              ".yaml",
              JSON.writeValueAsString(rules),
              file -> run(HERE, List.of("check", "rules", file.toString())));
      return result.exit() == 0 ? "" : result.output().strip();
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  /** Findings in a scrape in the text format; empty for none. */
  public static String scrapeFindings(String scrape) {
    return run(HERE, List.of("check", "metrics"), scrape).output().strip();
  }

  /** Creates a Prometheus' data from samples in the OpenMetrics format. */
  public static void backfill(Path samples, Path data) {
    ProgramResult result =
        run(
            HERE,
            List.of(
                "tsdb", "create-blocks-from", "openmetrics", samples.toString(), data.toString()));
    if (result.exit() != 0) {
      throw new IllegalStateException(result.output());
    }
  }

  private static ProgramResult run(Path folder, List<String> arguments, String input) {
    String program = PrometheusPrograms.path("promtool").toString();
    return ProgramResult.of(
        folder, Stream.concat(Stream.of(program), arguments.stream()).toList(), input);
  }
}
