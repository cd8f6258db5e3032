package io.ebbgate.system.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.ebbgate.tool.dashboard.Dashboard;
import io.ebbgate.tool.dashboard.GrafanaVariables;
import io.ebbgate.tool.prometheus.Promtool;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of Grafana's dashboard-linter, with the exclusions in its file {@code .lint}. */
class LinterTest {
  private static final Dashboard BOARD = Dashboard.ofTheChart();

  static List<DashboardRule> rules() {
    return DashboardRule.all();
  }

  /** Exactly: an exclusion without a finding fails too. */
  @ParameterizedTest
  @MethodSource("rules")
  void findsNothingButTheExclusions(DashboardRule rule) throws IOException {
    assertThat(
            rule.findings(BOARD).stream()
                .map(DashboardRule.Finding::panel)
                .collect(Collectors.toSet()))
        .as("%s", rule.findings(BOARD))
        .isEqualTo(excluded().getOrDefault(rule.name(), Set.of()));
  }

  /** The linter's rules ignore annotations. */
  @Test
  void annotationsHaveValidQueries() {
    assertThat(BOARD.annotations())
        .isNotEmpty()
        .allSatisfy(annotation -> {
          String query = annotation.path("expr").asText();
          assertThat(Promtool.queryError(GrafanaVariables.ANY.query(query))).isEmpty();
          // Older and newer versions of Grafana read the query from different fields.
          assertThat(annotation.at("/target/expr").asText()).isEqualTo(query);
          assertThat(annotation.at("/datasource/uid").asText()).isEqualTo(DashboardRule.SOURCE);
        });
  }

  @Test
  void everyExclusionHasAReason() throws IOException {
    assertThat(exclusions().propertyStream())
        .allSatisfy(each -> assertThat(each.getValue().path("reason").asText()).isNotBlank());
  }

  /** Each rule finds its violation in a broken dashboard. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "template-datasource-rule            | /templating/list/0/name               | source",
        "template-job-rule                   | /templating/list/1/allValue           | .*",
        "template-instance-rule              | /templating/list/2/name               | pod",
        "template-label-promql-rule          | /templating/list/3/query              | values(up)",
        "template-on-time-change-reload-rule | /templating/list/4/refresh            | 1",
        "panel-datasource-rule               | /panels/1/datasource/uid              | mine",
        "panel-title-description-rule        | /panels/2/description                 | ''",
        "panel-units-rule                    | /panels/3/fieldConfig/defaults/unit   | smoots",
        "panel-no-targets-rule               | /panels/4/targets                     | none",
        "target-logql-rule                   | /panels/5/targets/0/datasource/type   | loki",
        "target-logql-auto-rule              | /panels/5/targets/0/datasource/type   | loki",
        "target-promql-rule                  | /panels/6/targets/0/expr              | sum(",
        "target-rate-interval-rule           | /panels/7/targets/0/expr              | rate(a[5m])",
        "target-job-rule                     | /panels/8/targets/0/expr              |"
            + " a{job=\"a\"}",
        "target-instance-rule                | /panels/9/targets/0/expr              | a",
        "target-counter-agg-rule             | /panels/10/targets/0/expr             | a_total",
        "uneditable-dashboard                | /editable                             | true",
      })
  void findsAViolation(String name, String where, String text) {
    ObjectNode broken = BOARD.tree().deepCopy();
    int last = where.lastIndexOf('/');
    ((ObjectNode) broken.at(where.substring(0, last))).put(where.substring(last + 1), text);
    DashboardRule rule =
        rules().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();

    assertThat(rule.findings(new Dashboard(broken)))
        .hasSize(rule.findings(BOARD).size() + 1)
        .containsAll(rule.findings(BOARD));
  }

  /** Titles of the excluded panels, by rule. */
  private static Map<String, Set<String>> excluded() throws IOException {
    Map<String, Set<String>> panels = new TreeMap<>();
    for (Map.Entry<String, JsonNode> rule : exclusions().properties()) {
      Set<String> names = panels.computeIfAbsent(rule.getKey(), _ -> new TreeSet<>());
      for (JsonNode entry : rule.getValue().path("entries")) {
        assertThat(entry.path("dashboard").asText()).isEqualTo(BOARD.title());
        names.add(entry.path("panel").asText());
      }
    }
    return panels;
  }

  private static JsonNode exclusions() throws IOException {
    return new YAMLMapper().readTree(Dashboard.FOLDER.resolve(".lint").toFile()).path("exclusions");
  }
}
