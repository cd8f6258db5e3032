package io.ebbgate.tool.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.demo.SvgChart;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A chart of the picture.
 *
 * @param recorded its record; missing points are zero
 * @param seconds time range
 * @param step seconds between two points
 */
record Plot(JsonNode recorded, double seconds, double step) {
  private static final int LEFT = 40;
  private static final int RIGHT = 26;
  private static final int HEAD = 34;
  private static final int FOOT = 52;
  private static final List<String> STYLES = List.of("a", "b", "c", "d", "e", "f");

  void draw(SvgChart chart, double x, double y, double width, double height) {
    List<JsonNode> series =
        recorded
            .path("series")
            .valueStream()
            .filter(each -> !each.path("points").isEmpty())
            .toList();
    double floor = y + height - FOOT;
    double most =
        Math.max(1, recorded.path("bars").asBoolean() ? mostStacked(series) : most(series));
    Scale scale =
        new Scale(x + LEFT, (width - LEFT - RIGHT) / seconds, floor, (height - HEAD - FOOT) / most);
    chart.label("name", "start", x + 12, y + 20, recorded.path("title").asText());
    chart.stroke("floor", x + LEFT, floor, x + width - RIGHT, floor);
    chart.stroke("grid", x + LEFT, scale.y(most), x + width - RIGHT, scale.y(most));
    chart.label("small", "end", x + LEFT - 6, scale.y(most) + 4, number(most));
    chart.label("small", "end", x + LEFT - 6, floor + 4, "0");
    for (int minute = 0; minute * 60 <= seconds; minute += minutes()) {
      chart.label("small", "middle", scale.x(minute * 60.0), floor + 16, minute + " min");
    }
    legend(chart, series, x + LEFT, x + width - RIGHT, y + height - 12);
    if (recorded.path("bars").asBoolean()) {
      bars(chart, series, scale);
    } else {
      lines(chart, series, scale);
    }
  }

  private record Scale(double left, double perSecond, double floor, double perUnit) {
    double x(double at) {
      return left + at * perSecond;
    }

    double y(double value) {
      return floor - value * perUnit;
    }
  }

  private int minutes() {
    return Math.max(1, (int) Math.round(seconds / 60 / 6));
  }

  private void legend(SvgChart chart, List<JsonNode> series, double x, double end, double y) {
    double at = x;
    for (int i = 0; i < series.size(); i++) {
      String name = name(series.get(i));
      if (at + 26 + name.length() * 5.4 > end) {
        chart.label("small", "start", at, y, "and %d more".formatted(series.size() - i));
        return;
      }
      chart.box(style(name, i), at, y - 9, 10, 10);
      chart.label("small", "start", at + 14, y, name);
      at += 26 + name.length() * 5.4;
    }
    if (series.isEmpty()) {
      chart.label("small", "start", x, y, "no data");
    }
  }

  private String name(JsonNode series) {
    double sum = 0;
    for (JsonNode point : series.path("points")) {
      sum += point.path(1).asDouble();
    }
    String name = series.path("name").asText();
    return recorded.path("bars").asBoolean() ? name + " " + number(sum) : name;
  }

  /** A bar covers the step before its time. */
  private void bars(SvgChart chart, List<JsonNode> series, Scale scale) {
    Map<Double, Double> stacked = new TreeMap<>();
    double width = Math.max(2, step * scale.perSecond() - 1);
    for (int i = 0; i < series.size(); i++) {
      for (JsonNode point : series.get(i).path("points")) {
        double at = point.path(0).asDouble();
        double below = stacked.getOrDefault(at, 0.0);
        double above = below + point.path(1).asDouble();
        stacked.put(at, above);
        chart.box(
            style(series.get(i).path("name").asText(), i),
            scale.x(at) - width,
            scale.y(above),
            width,
            scale.y(below) - scale.y(above));
      }
    }
  }

  /** A line falls to zero where points are missing. */
  private void lines(SvgChart chart, List<JsonNode> series, Scale scale) {
    for (int i = 0; i < series.size(); i++) {
      StringBuilder path = new StringBuilder();
      double last = Double.NEGATIVE_INFINITY;
      for (JsonNode point : series.get(i).path("points")) {
        double at = point.path(0).asDouble();
        if (at - last > step * 1.5) {
          path.append(last < 0 ? "" : place("L", scale.x(last), scale.floor()));
          path.append(place("M", scale.x(at), scale.floor()));
        }
        path.append(place("L", scale.x(at), scale.y(point.path(1).asDouble())));
        last = at;
      }
      path.append(place("L", scale.x(last), scale.floor()));
      chart.path(style(series.get(i).path("name").asText(), i), path.toString());
    }
  }

  private static String place(String verb, double x, double y) {
    return String.format(Locale.ROOT, "%s%.1f %.1f", verb, x, y);
  }

  /** Verdicts have the colour of their meaning, other series one in turn. */
  private static String style(String name, int turn) {
    String word = name.split(" ", 2)[0];
    if (word.equals(Outcome.CLEAN.wireName()) || word.equals(Outcome.LINGERED.wireName())) {
      return "good";
    }
    boolean bad = List.of(Outcome.values()).stream().anyMatch(each -> each.wireName().equals(word));
    return bad || word.equals("requests") ? "bad" : STYLES.get(turn % STYLES.size());
  }

  private static double most(List<JsonNode> series) {
    return series.stream()
        .flatMap(each -> each.path("points").valueStream())
        .mapToDouble(point -> point.path(1).asDouble())
        .max()
        .orElse(1);
  }

  private static double mostStacked(List<JsonNode> series) {
    Map<Double, Double> stacked = new TreeMap<>();
    series.stream()
        .flatMap(each -> each.path("points").valueStream())
        .forEach(point ->
            stacked.merge(point.path(0).asDouble(), point.path(1).asDouble(), Double::sum));
    return stacked.values().stream().mapToDouble(Double::doubleValue).max().orElse(1);
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.1f", value);
  }
}
