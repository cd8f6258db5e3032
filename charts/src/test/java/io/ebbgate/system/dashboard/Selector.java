package io.ebbgate.system.dashboard;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a query takes from Prometheus.
 *
 * @param metric empty where only matchers say which
 * @param range between brackets; empty without one
 * @param call the function that is called on it, or empty
 */
record Selector(String metric, List<Matcher> matchers, String range, String call) {
  private static final String NAME = "__name__";

  /** {@code label="value"}, or with another operator. */
  record Matcher(String label, String operator, String value) {}

  Selector {
    matchers = List.copyOf(matchers);
  }

  /** The metrics it names. */
  Set<String> metrics() {
    return metric.isEmpty()
        ? matchers.stream()
            .filter(each -> each.label().equals(NAME))
            .flatMap(each -> List.of(each.value().split("\\|", -1)).stream())
            .collect(Collectors.toSet())
        : Set.of(metric);
  }

  /** Whether it has exactly this matcher. */
  boolean has(Matcher matcher) {
    return matchers.contains(matcher);
  }
}
