package io.ebbgate.system.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.ebbgate.tool.prometheus.ProgramResult;
import io.ebbgate.tool.prometheus.Promtool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Alerts fire when they should and only then, and name their runbook. */
class RulesTest {
  private static final String RULES = "rules.yaml";
  private static final YAMLMapper YAML = new YAMLMapper();

  private static final Set<String> SEVERITIES = Set.of("critical", "warning", "info");

  static List<Rule.Alert> alerts() {
    return Rule.alerts();
  }

  @Test
  void promtoolTakesTheRules(@TempDir Path folder) throws IOException, InterruptedException {
    write(folder);

    ProgramResult result = Promtool.run(folder, List.of("check", "rules", RULES));

    assertThat(result.exit()).as(result.output()).isZero();
  }

  @Test
  void everyAlertFiresWhenItShouldAndOnlyThen(@TempDir Path folder)
      throws IOException, InterruptedException {
    write(folder);
    List<String> arguments = new ArrayList<>(List.of("test", "rules"));
    for (Path trial : RuleTrial.files()) {
      Files.copy(trial, folder.resolve(trial.getFileName()));
      arguments.add(trial.getFileName().toString());
    }

    ProgramResult result = Promtool.run(folder, arguments);

    assertThat(result.exit()).as(result.output()).isZero();
  }

  private static void write(Path folder) throws IOException {
    YAML.writeValue(folder.resolve(RULES).toFile(), Rule.spec());
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void isTriedFiringAndNotFiring(Rule.Alert alert) throws IOException {
    List<RuleTrial> trials = RuleTrial.all();

    assertThat(trials).anyMatch(trial -> trial.tries(alert, true));
    assertThat(trials).anyMatch(trial -> trial.tries(alert, false));
  }

  @Test
  void everyRecordedSeriesHasAnExpectedValue() throws IOException {
    List<RuleTrial> trials = RuleTrial.all();

    assertThat(Rule.all())
        .filteredOn(Rule.Recorded.class::isInstance)
        .allSatisfy(
            rule -> assertThat(trials).anyMatch(trial -> trial.expects((Rule.Recorded) rule)));
  }

  @Test
  void everyAlertSaysForHowLong() {
    assertThat(
            Rule.spec()
                .path("groups")
                .valueStream()
                .flatMap(group -> group.path("rules").valueStream())
                .filter(rule -> rule.has("alert")))
        .isNotEmpty()
        .allSatisfy(rule -> assertThat(rule.path("for").asText()).matches("\\d+[smhd]"));
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void saysWhatItIsHowBadAndWhatToDo(Rule.Alert alert) {
    assertThat(alert.name()).startsWith("Ebbgate");
    assertThat(alert.severity()).isIn(SEVERITIES);
    assertThat(alert.annotations().getOrDefault("summary", ""))
        .as("a sentence for tables, the same for every such alert")
        .isNotBlank()
        .doesNotContain("{{")
        .doesNotEndWith(".");
    assertThat(alert.annotations().getOrDefault("description", "")).endsWith(".");
    assertThat(alert.annotations())
        .containsEntry("runbook_url", "https://example.com/runbooks/" + alert.name() + ".md");
  }

  /** The files of promtool's tests, as far as it matters what they try. */
  private record RuleTrial(JsonNode test) {
    static final Path FOLDER =
        Path.of(System.getProperty("ebbgate.root"), "charts", "src", "test", "prometheus");

    static List<Path> files() throws IOException {
      try (Stream<Path> files = Files.list(FOLDER)) {
        return files.sorted().toList();
      }
    }

    static List<RuleTrial> all() throws IOException {
      List<RuleTrial> all = new ArrayList<>();
      for (Path file : files()) {
        YAML.readTree(file.toFile()).path("tests").forEach(test -> all.add(new RuleTrial(test)));
      }
      return all;
    }

    /** Whether some moment of it has that alert firing, or not firing. */
    boolean tries(Rule.Alert alert, boolean firing) {
      return test.path("alert_rule_test")
          .valueStream()
          .filter(moment -> moment.path("alertname").asText().equals(alert.name()))
          .anyMatch(moment -> has(moment, alert) == firing);
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
                  .allMatch(
                      each -> labels.contains(each.getKey() + "=\"" + each.getValue() + "\"")));
    }
  }
}
