package io.ebbgate.system.dashboard;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Prometheus' own tool, which has its parser. */
final class Promtool {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Promtool() {}

  /** What it has to say against a query; empty for nothing. */
  static String complaint(String query) {
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
  static String refusal(Path settings) {
    return run(List.of("check", "config", settings.toString()));
  }

  private static Map<String, Object> rules(String query) {
    Map<String, String> rule = Map.of("record", "a:b:c", "expr", query);
    return Map.of("groups", List.of(Map.of("name", "queries", "rules", List.of(rule))));
  }

  /** Makes the data of a Prometheus of samples in the OpenMetrics format. */
  static void backfill(Path samples, Path data) {
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
    List<String> command = new ArrayList<>(words);
    command.addFirst(Installed.program("promtool").toString());
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      byte[] said = process.getInputStream().readAllBytes();
      return process.waitFor() == 0 ? "" : new String(said, StandardCharsets.UTF_8).strip();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while promtool runs", stopped);
    }
  }
}
