package io.ebbgate.system.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of promtool's tests, as far as it matters what they try. */
record RuleTrial(JsonNode test) {
  static final Path FOLDER =
      Path.of(System.getProperty("ebbgate.root"), "charts", "src", "test", "prometheus");

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList();
    }
  }

  static List<RuleTrial> all() throws IOException {
    YAMLMapper yaml = new YAMLMapper();
    Stream.Builder<RuleTrial> all = Stream.builder();
    for (Path file : files()) {
      yaml.readTree(file.toFile()).path("tests").forEach(test -> all.add(new RuleTrial(test)));
    }
    return all.build().toList();
  }

  /** Whether some moment of it has that alert firing. */
  boolean fires(Rule.Alert alert) {
    return moments(alert).anyMatch(moment -> has(moment, alert));
  }

  /** Whether some moment of it has that alert not firing. */
  boolean staysQuiet(Rule.Alert alert) {
    return moments(alert).anyMatch(moment -> !has(moment, alert));
  }

  private Stream<JsonNode> moments(Rule.Alert alert) {
    return test.path("alert_rule_test")
        .valueStream()
        .filter(moment -> moment.path("alertname").asText().equals(alert.name()));
  }

  private static boolean has(JsonNode moment, Rule.Alert alert) {
    return moment
        .path("exp_alerts")
        .valueStream()
        .anyMatch(
            each -> each.path("exp_labels").path("severity").asText().equals(alert.severity()));
  }

  /** Whether it has an expected sample of the series. */
  boolean expects(Rule.Recorded rule) {
    return test.path("promql_expr_test")
        .valueStream()
        .filter(each -> each.path("expr").asText().contains(rule.name()))
        .flatMap(each -> each.path("exp_samples").valueStream())
        .map(sample -> sample.path("labels").asText())
        .anyMatch(labels ->
            rule.labels().entrySet().stream()
                .allMatch(each -> labels.contains(each.getKey() + "=\"" + each.getValue() + "\"")));
  }
}
