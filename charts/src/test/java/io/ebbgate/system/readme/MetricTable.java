package io.ebbgate.system.readme;

import io.ebbgate.tool.prometheus.Scrape;
import io.ebbgate.tool.prometheus.Scrape.Family;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The README's rows for the metrics of a program, by a recorded scrape of it. */
record MetricTable(Scrape scrape) {
  private static final List<String> SUFFIXES = List.of("", "_bucket", "_count", "_sum");

  /** Every histogram has this label. */
  private static final String BOUND = "le";

  /** A row for each of these metrics that the program has, in their order. */
  List<String> rows(List<String> names) {
    return names.stream().filter(scrape.families()::containsKey).map(this::row).toList();
  }

  private String row(String name) {
    Family family = Objects.requireNonNull(scrape.families().get(name));
    String help = family.help();
    return "| `%s` | %s | %s | %s |"
        .formatted(
            name,
            family.type(),
            labels(name),
            help.endsWith(".") ? help.substring(0, help.length() - 1) : help);
  }

  private String labels(String name) {
    Set<String> samples =
        SUFFIXES.stream().map(suffix -> name + suffix).collect(Collectors.toSet());
    return scrape.samples().stream()
        .filter(sample -> samples.contains(sample.name()))
        .flatMap(sample -> sample.labels().keySet().stream())
        .filter(label -> !label.equals(BOUND))
        .distinct()
        .sorted()
        .map(label -> '`' + label + '`')
        .collect(Collectors.joining(", "));
  }
}
