package io.ebbgate.system.readme;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a program says of its own metrics in a recorded scrape, as rows of the README. */
record MetricTable(Map<String, Family> families) {
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");
  private static final List<String> PARTS = List.of("_bucket", "_count", "_sum");

  /** Those that a histogram has by itself. */
  private static final String BOUND = "le";

  /** A metric with what belongs to it. */
  private record Family(String type, String help, SortedSet<String> labels) {}

  /** Of a scrape that was recorded. */
  static MetricTable of(Path scrape) throws IOException {
    Map<String, String> helps = new TreeMap<>();
    Map<String, Family> families = new TreeMap<>();
    for (String line : Files.readAllLines(scrape)) {
      String[] words = line.split(" ", 4);
      if (line.startsWith("# HELP ")) {
        helps.put(words[2], words.length > 3 ? words[3] : "");
      } else if (line.startsWith("# TYPE ")) {
        families.put(
            words[2], new Family(words[3], helps.getOrDefault(words[2], ""), new TreeSet<>()));
      } else {
        label(line, families);
      }
    }
    return new MetricTable(families);
  }

  private static void label(String sample, Map<String, Family> families) {
    String name = sample.split("[{ ]", 2)[0];
    for (String part : PARTS) {
      String base = name.endsWith(part) ? name.substring(0, name.length() - part.length()) : name;
      if (families.containsKey(base)) {
        Matcher labels = LABEL.matcher(sample);
        while (labels.find()) {
          if (!labels.group(1).equals(BOUND)) {
            families.get(base).labels().add(labels.group(1));
          }
        }
        return;
      }
    }
  }

  /** A row for each of these metrics that the program has, in their order. */
  List<String> rows(List<String> names) {
    List<String> rows = new ArrayList<>();
    for (String name : names) {
      Family family = families.get(name);
      if (family != null) {
        rows.add(
            "| `%s` | %s | %s | %s |"
                .formatted(name, family.type(), labels(family), sentence(family.help())));
      }
    }
    return rows;
  }

  private static String labels(Family family) {
    return family.labels().stream()
        .map(label -> '`' + label + '`')
        .collect(Collectors.joining(", "));
  }

  /** As a cell has it. */
  private static String sentence(String help) {
    return help.endsWith(".") ? help.substring(0, help.length() - 1) : help;
  }
}
