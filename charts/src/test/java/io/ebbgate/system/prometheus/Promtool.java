package io.ebbgate.system.prometheus;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The tool that has Prometheus' parser. */
public final class Promtool {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Promtool() {}

  /** What it has to say against a query; empty for nothing. */
  public static String complaint(String query) {
    try {
      Path file = Files.createTempFile("rules", ".yaml");
      try {
        // YAML takes JSON.
        JSON.writeValue(file.toFile(), rules(query));
        return run(List.of("check", "rules", file.toString()));
      } finally {
        Files.delete(file);
      }
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  /** What it has to say against a Prometheus' settings; empty for nothing. */
  public static String refusal(Path settings) {
    return run(List.of("check", "config", settings.toString()));
  }

  private static Map<String, Object> rules(String query) {
    Map<String, String> rule = Map.of("record", "a:b:c", "expr", query);
    return Map.of("groups", List.of(Map.of("name", "queries", "rules", List.of(rule))));
  }

  /** Makes the data of a Prometheus of samples in the OpenMetrics format. */
  public static void backfill(Path samples, Path data) {
    String said =
        run(
            List.of(
                "tsdb", "create-blocks-from", "openmetrics", samples.toString(), data.toString()));
    if (!said.isEmpty()) {
      throw new IllegalStateException(said);
    }
  }

  /** What it printed where it failed; empty where it did not. */
  private static String run(List<String> words) {
    Said said = run(Path.of(""), words);
    return said.exit() == 0 ? "" : said.words().strip();
  }

  /** What it prints and how it ends, when it is run there with these words. */
  public static Said run(Path folder, List<String> words) {
    return run(folder, words, "");
  }

  /** What it has to say against a scrape in the text format; empty for nothing. */
  public static String objection(String scrape) {
    return run(Path.of(""), List.of("check", "metrics"), scrape).words().strip();
  }

  private static Said run(Path folder, List<String> words, String input) {
    List<String> command = new ArrayList<>(words);
    command.addFirst(Installed.program("promtool").toString());
    return Said.of(folder, command, input);
  }
}
