package io.ebbgate.system.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.tool.dashboard.Dashboard;
import io.ebbgate.tool.dashboard.GrafanaVariables;
import io.ebbgate.tool.dashboard.Panel;
import io.ebbgate.tool.dashboard.PromqlReader;
import io.ebbgate.tool.dashboard.PromqlReader.Selector;
import io.ebbgate.tool.dashboard.PromqlReader.Selector.Matcher;
import io.ebbgate.tool.prometheus.Promtool;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A rule of Grafana's dashboard-linter, by its name there. They are written again here because the
 * linter's module can't be had from Go's module proxy, the only source from which the build takes
 * Go programs. Stricter than the linter: it exempts some types of panels.
 */
record DashboardRule(String name, Function<Dashboard, Stream<Finding>> check) {
  /** The only data source: the variable. */
  static final String SOURCE = "${datasource}";

  private static final Set<String> RATES = Set.of("rate", "irate");
  private static final Set<String> OF_COUNTERS = Set.of("rate", "irate", "increase");

  /** Grafana's units that fit the metrics. */
  private static final Set<String> UNITS =
      Set.of("short", "none", "percentunit", "s", "bytes", "reqps", "ops", "bool");

  private static final Pattern VARIABLE_QUERY =
      Pattern.compile("(?:label_names|label_values|metrics|query_result)\\((.+)\\)");

  /**
   * A violation of a rule.
   *
   * @param panel the panel's title; empty for the dashboard itself
   */
  record Finding(String panel, String problem) {}

  static List<DashboardRule> all() {
    return List.of(
        new DashboardRule("template-datasource-rule", DashboardRule::datasource),
        new DashboardRule("template-job-rule", board -> standardVariable(board, "job", "Job")),
        new DashboardRule(
            "template-instance-rule", board -> standardVariable(board, "instance", "Instance")),
        new DashboardRule("template-label-promql-rule", DashboardRule::labelQueries),
        new DashboardRule(
            "template-on-time-change-reload-rule",
            board -> queryVariables(board).flatMap(each -> expect(each, "refresh", "2"))),
        new DashboardRule(
            "uneditable-dashboard", board -> expect(board.tree(), "editable", "false")),
        ofPanels("panel-datasource-rule", DashboardRule::usesTheSource),
        ofPanels(
            "panel-title-description-rule",
            panel -> !panel.title().isBlank() && !panel.description().isBlank()),
        ofPanels("panel-units-rule", panel -> UNITS.contains(panel.unit())),
        ofPanels("panel-no-targets-rule", panel -> !panel.targets().isEmpty()),
        ofPanels("target-logql-rule", DashboardRule::queriesPrometheus),
        ofPanels("target-logql-auto-rule", DashboardRule::queriesPrometheus),
        new DashboardRule("target-promql-rule", DashboardRule::syntaxErrors),
        ofSelectors(
            "target-rate-interval-rule",
            each -> !RATES.contains(each.call()) || each.range().equals("$__rate_interval")),
        ofSelectors("target-job-rule", matches("job")),
        ofSelectors("target-instance-rule", matches("instance")),
        ofSelectors(
            "target-counter-agg-rule",
            each ->
                each.metrics().stream().noneMatch(name -> name.endsWith("_total"))
                    || OF_COUNTERS.contains(each.call())));
  }

  List<Finding> findings(Dashboard dashboard) {
    return check.apply(dashboard).distinct().toList();
  }

  private static DashboardRule ofPanels(String name, Predicate<Panel> valid) {
    return new DashboardRule(
        name,
        board ->
            board.panels().stream()
                .filter(valid.negate())
                .map(panel -> new Finding(panel.title(), name)));
  }

  private static DashboardRule ofSelectors(String name, Predicate<Selector> valid) {
    return new DashboardRule(
        name,
        board ->
            board.panels().stream()
                .flatMap(panel ->
                    panel.targets().stream()
                        .flatMap(target -> PromqlReader.selectors(target.query()).stream())
                        .filter(valid.negate())
                        .map(each -> new Finding(panel.title(), name + ": " + each.metric()))));
  }

  private static boolean usesTheSource(Panel panel) {
    return Stream.concat(
            Stream.of(panel.tree()), panel.targets().stream().map(target -> target.tree()))
        .allMatch(node -> node.at("/datasource/uid").asText().equals(SOURCE));
  }

  private static boolean queriesPrometheus(Panel panel) {
    return panel.targets().stream()
        .allMatch(target -> target.tree().at("/datasource/type").asText().equals("prometheus"));
  }

  private static Predicate<Selector> matches(String label) {
    return each -> each.matchers().contains(new Matcher(label, "=~", "$" + label));
  }

  private static Stream<Finding> syntaxErrors(Dashboard board) {
    return board.panels().stream()
        .flatMap(panel ->
            panel.targets().stream()
                .map(target -> Promtool.queryError(GrafanaVariables.ANY.query(target.query())))
                .filter(error -> !error.isEmpty())
                .map(error -> new Finding(panel.title(), error)));
  }

  private static Stream<Finding> datasource(Dashboard board) {
    List<JsonNode> sources =
        board.variables().stream().filter(each -> is(each, "type", "datasource")).toList();
    return sources.size() == 1
        ? Stream.of("name=datasource", "label=Data source", "query=prometheus")
            .map(each -> each.split("=", 2))
            .flatMap(each -> expect(sources.getFirst(), each[0], each[1]))
        : Stream.of(new Finding("", sources.size() + " variables are data sources, not one"));
  }

  private static Stream<Finding> standardVariable(Dashboard board, String name, String label) {
    List<JsonNode> variables =
        board.variables().stream().filter(each -> is(each, "name", name)).toList();
    return variables.isEmpty()
        ? Stream.of(new Finding("", "there is no variable " + name))
        : variables.stream()
            .flatMap(each ->
                Stream.of(
                        expect(each, "type", "query"),
                        expect(each, "label", label),
                        expect(each, "multi", "true"),
                        expect(each, "allValue", ".+"),
                        expect(each.path("datasource"), "uid", SOURCE))
                    .flatMap(found -> found));
  }

  private static Stream<Finding> labelQueries(Dashboard board) {
    return queryVariables(board)
        .filter(variable -> {
          var call = VARIABLE_QUERY.matcher(variable.path("query").asText());
          return !call.matches() || PromqlReader.selectors(call.group(1)).isEmpty();
        })
        .map(variable -> new Finding("", variable.path("name").asText() + " queries no label"));
  }

  private static Stream<JsonNode> queryVariables(Dashboard board) {
    return board.variables().stream().filter(each -> is(each, "type", "query"));
  }

  private static Stream<Finding> expect(JsonNode node, String field, String value) {
    return is(node, field, value)
        ? Stream.empty()
        : Stream.of(new Finding("", "%s is %s, not %s".formatted(field, node.path(field), value)));
  }

  private static boolean is(JsonNode node, String field, String value) {
    return node.path(field).asText().equals(value);
  }

  @Override
  public String toString() {
    return name;
  }
}
