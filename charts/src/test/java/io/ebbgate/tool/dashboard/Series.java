package io.ebbgate.tool.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A time series, or a single value; NaN is left out. */
public record Series(SortedMap<String, String> labels, List<Point> points) {
  private static final Pattern LABEL = Pattern.compile("\\{\\{(\\w+)}}");

  /** A value, at a time in seconds since the epoch. */
  public record Point(double at, double value) {}

  public Series {
    labels = new TreeMap<>(labels);
    points = List.copyOf(points);
  }

  /** The series of a Prometheus response. */
  static List<Series> of(JsonNode answer) {
    return answer.path("result").valueStream().map(Series::one).toList();
  }

  private static Series one(JsonNode result) {
    SortedMap<String, String> labels = new TreeMap<>();
    for (Map.Entry<String, JsonNode> label : result.path("metric").properties()) {
      labels.put(label.getKey(), label.getValue().asText());
    }
    Stream<JsonNode> points =
        result.has("value") ? Stream.of(result.path("value")) : result.path("values").valueStream();
    return new Series(
        labels,
        points
            .map(each -> new Point(each.path(0).asDouble(), number(each.path(1).asText())))
            .filter(each -> !Double.isNaN(each.value()))
            .toList());
  }

  private static double number(String text) {
    return text.endsWith("Inf")
        ? Double.POSITIVE_INFINITY * (text.startsWith("-") ? -1 : 1)
        : Double.parseDouble(text);
  }

  /** Its name in a legend. */
  String name(String legend) {
    return LABEL.matcher(legend).replaceAll(this::label);
  }

  private String label(MatchResult braces) {
    return Matcher.quoteReplacement(labels.getOrDefault(braces.group(1), ""));
  }

  /** The sum of all values. */
  public double sum() {
    return points.stream().mapToDouble(Point::value).sum();
  }

  /** The largest value. */
  public double max() {
    return points.stream().mapToDouble(Point::value).max().orElse(0);
  }
}
