package io.ebbgate.system.dashboard;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A panel with what it shows. */
public record Shown(Panel panel, List<Answer> answers) {
  private static final double HOUR = 3_600;
  private static final double DAY = 24 * HOUR;

  /** A query with what came back. */
  record Answer(Target target, List<Series> series) {
    boolean hasData() {
      return series.stream().anyMatch(each -> !each.points().isEmpty());
    }
  }

  public Shown {
    answers = List.copyOf(answers);
  }

  /** Of its panel. */
  public String title() {
    return panel.title();
  }

  /** What each series adds up to, by its name in the legend. */
  public Map<String, Double> sums() {
    Map<String, Double> sums = new TreeMap<>();
    byName().forEach((name, series) -> sums.put(name, series.sum()));
    return sums;
  }

  /** Queries that nothing came back for. */
  public List<String> withoutData() {
    return answers.stream()
        .filter(answer -> !answer.hasData())
        .map(answer -> panel.title() + ": " + answer.target().query())
        .toList();
  }

  /** All its series, by the names in its legend. */
  Map<String, Series> byName() {
    Map<String, Series> series = new TreeMap<>();
    for (Answer answer : answers) {
      for (Series each : answer.series()) {
        series.put(each.name(answer.target().legend()), each);
      }
    }
    return series;
  }

  /** Its only number. */
  double number() {
    return answers.getFirst().series().getFirst().points().getFirst().value();
  }

  /** Its only number as Grafana writes it, or what it says where there is none. */
  String text() {
    if (!answers.getFirst().hasData()) {
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

  /** The colour of its only number. */
  String colour() {
    return answers.getFirst().hasData() ? panel.colour(number()) : "text";
  }

  private String digits(double number) {
    return String.format(Locale.ROOT, "%." + panel.decimals() + "f", number);
  }
}
