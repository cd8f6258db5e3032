package io.ebbgate.tool.dashboard;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A panel with the results of its queries. */
public record PanelResult(Panel panel, List<QueryResult> queries) {
  private static final double HOUR = 3_600;
  private static final double DAY = 24 * HOUR;

  /** A query with its result. */
  record QueryResult(Panel.Target target, List<Series> series) {
    boolean hasData() {
      return series.stream().anyMatch(each -> !each.points().isEmpty());
    }
  }

  public PanelResult {
    queries = List.copyOf(queries);
  }

  /** The panel's title. */
  public String title() {
    return panel.title();
  }

  /** The sum of each series, by its name in the legend. */
  public Map<String, Double> sums() {
    Map<String, Double> sums = new TreeMap<>();
    byName().forEach((name, series) -> sums.put(name, series.sum()));
    return sums;
  }

  /** Queries without data. */
  public List<String> withoutData() {
    return queries.stream()
        .filter(query -> !query.hasData())
        .map(query -> panel.title() + ": " + query.target().query())
        .toList();
  }

  /** All series by their names in the legend. */
  public Map<String, Series> byName() {
    Map<String, Series> series = new TreeMap<>();
    for (QueryResult query : queries) {
      for (Series each : query.series()) {
        series.put(each.name(query.target().legend()), each);
      }
    }
    return series;
  }

  /** The value of an instant query. */
  public double number() {
    return queries.getFirst().series().getFirst().points().getFirst().value();
  }

  /** The value as Grafana formats it, or the text without data. */
  public String text() {
    if (!queries.getFirst().hasData()) {
      return panel.noValue();
    }
    double number = number();
    return switch (panel.unit()) {
      case "percentunit" -> digits(number * 100) + " %";
      case "s" ->
          Math.abs(number) < DAY ? digits(number / HOUR) + " h" : digits(number / DAY) + " d";
      default -> digits(number);
    };
  }

  /** The value's colour. */
  public String colour() {
    return queries.getFirst().hasData() ? panel.colour(number()) : "text";
  }

  private String digits(double number) {
    return String.format(Locale.ROOT, "%." + panel.decimals() + "f", number);
  }
}
