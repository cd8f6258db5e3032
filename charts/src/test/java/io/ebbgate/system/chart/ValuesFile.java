package io.ebbgate.system.chart;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.tool.chart.HelmChart;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code values.yaml} with its comments: a line {@code # -- ...} describes the value below it. */
record ValuesFile(List<Entry> entries) {
  private static final String MARK = "# -- ";
  private static final Pattern KEY = Pattern.compile("( *)([A-Za-z]+):.*");

  /** A value people may set; {@code fallback} as JSON. */
  record Entry(List<String> path, String meaning, JsonNode fallback) {
    /** As it is written on a command line: {@code tls.mode}. */
    String name() {
      return String.join(".", path);
    }

    /** A row of the README. */
    String row() {
      return "| `%s` | `%s` | %s |".formatted(name(), fallback, meaning);
    }
  }

  static ValuesFile read() throws IOException {
    JsonNode values = HelmChart.tree("values.yaml");
    List<Entry> entries = new ArrayList<>();
    List<String> path = new ArrayList<>();
    String meaning = "";
    for (String line : Files.readAllLines(HelmChart.FOLDER.resolve("values.yaml"))) {
      Matcher key = KEY.matcher(line);
      if (line.strip().startsWith(MARK)) {
        meaning = line.strip().substring(MARK.length());
      } else if (key.matches()) {
        path = new ArrayList<>(path.subList(0, key.group(1).length() / 2));
        path.add(key.group(2));
        if (!meaning.isEmpty()) {
          entries.add(new Entry(List.copyOf(path), meaning, at(values, path)));
        }
        meaning = "";
      }
    }
    return new ValuesFile(List.copyOf(entries));
  }

  /** The table of the README. */
  List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add("| value | default | meaning |");
    lines.add("|---|---|---|");
    entries.forEach(entry -> lines.add(entry.row()));
    return lines;
  }

  private static JsonNode at(JsonNode values, List<String> path) {
    return values.at(JsonPointer.compile("/" + String.join("/", path)));
  }
}
