package io.ebbgate.system.chart;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.tool.chart.HelmChart;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A rule of the chart's, as the Prometheus operator gets it. */
sealed interface Rule {
  /** With links, so that these are looked at too. */
  String VALUES =
      """
      prometheusRule:
        enabled: true
        runbookUrl: https://example.com/runbooks
        dashboardUrl: https://example.com/d/ebbgate
      """;

  /** What is no metric: functions, keywords, numbers, and what is in quotes or brackets. */
  Pattern NO_METRIC =
      Pattern.compile(
          "\"[^\"]*\"|\\{[^}]*}|\\[[^]]*]|\\b(?:[a-z]+ by|on)"
              + " *\\([^)]*\\)|\\b(?:and|or|unless|offset)\\b|\\b[a-z_0-9]+"
              + " *\\(|\\b[0-9.]+[a-z]*\\b");

  Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

  String name();

  String expr();

  Map<String, String> labels();

  /** Fires while there is something that its expression finds. */
  record Alert(
      String name, String expr, Map<String, String> labels, Map<String, String> annotations)
      implements Rule {
    String severity() {
      return labels.getOrDefault("severity", "");
    }

    @Override
    public String toString() {
      return name + " (" + severity() + ")";
    }
  }

  /** Keeps what its expression finds as a series. */
  record Recorded(String name, String expr, Map<String, String> labels) implements Rule {}

  /** The spec of the PrometheusRule, which is Prometheus' own format. */
  static JsonNode spec() {
    return HelmChart.rendered(VALUES).tree("PrometheusRule").path("spec");
  }

  static List<Rule> all() {
    return spec()
        .path("groups")
        .valueStream()
        .flatMap(group -> group.path("rules").valueStream())
        .map(Rule::of)
        .toList();
  }

  static List<Alert> alerts() {
    return all().stream().filter(Alert.class::isInstance).map(Alert.class::cast).toList();
  }

  private static Rule of(JsonNode rule) {
    String expr = rule.path("expr").asText();
    Map<String, String> labels = texts(rule.path("labels"));
    return rule.has("alert")
        ? new Alert(rule.path("alert").asText(), expr, labels, texts(rule.path("annotations")))
        : new Recorded(rule.path("record").asText(), expr, labels);
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object.properties().forEach(each -> texts.put(each.getKey(), each.getValue().asText()));
    return texts;
  }

  /** The names of the series it looks at. */
  default List<String> metrics() {
    return NAME.matcher(NO_METRIC.matcher(expr()).replaceAll(" "))
        .results()
        .map(each -> each.group())
        .distinct()
        .toList();
  }
}
