package io.ebbgate.tool.dashboard;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A selector in a query.
 *
 * @param metric empty if only matchers select it
 * @param range the text between brackets; empty for an instant selector
 * @param call the function around it, or empty
 */
public record Selector(String metric, List<Matcher> matchers, String range, String call) {
  private static final String NAME = "__name__";

  /** A label matcher. */
  public record Matcher(String label, String operator, String value) {}

  public Selector {
    matchers = List.copyOf(matchers);
  }

  /** The names of the selected metrics. */
  public Set<String> metrics() {
    return metric.isEmpty()
        ? matchers.stream()
            .filter(each -> each.label().equals(NAME))
            .flatMap(each -> List.of(each.value().split("\\|", -1)).stream())
            .collect(Collectors.toSet())
        : Set.of(metric);
  }
}
