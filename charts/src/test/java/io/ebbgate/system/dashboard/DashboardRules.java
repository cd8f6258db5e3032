package io.ebbgate.system.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The linter's rules of a dashboard as a whole, and of its variables. */
final class DashboardRules {
  /** The only source there is; with one, it may be called that. */
  static final String SOURCE = "${datasource}";

  private static final Pattern CALL = Pattern.compile("([a-z_]+)\\((.+)\\)");
  private static final List<String> FUNCTIONS =
      List.of("label_names", "label_values", "metrics", "query_result");

  private DashboardRules() {}

  static List<Rule> all() {
    return List.of(
        new Rule("template-datasource-rule", DashboardRules::source),
        new Rule("template-job-rule", dashboard -> standard(dashboard, "job", "Job")),
        new Rule(
            "template-instance-rule", dashboard -> standard(dashboard, "instance", "Instance")),
        new Rule("template-label-promql-rule", DashboardRules::labelQueries),
        new Rule("template-on-time-change-reload-rule", DashboardRules::reload),
        new Rule("uneditable-dashboard", DashboardRules::editable));
  }

  private static List<Finding> source(Dashboard dashboard) {
    List<JsonNode> sources =
        dashboard.variables().stream().filter(each -> is(each, "type", "datasource")).toList();
    if (sources.size() != 1) {
      return List.of(Finding.of(sources.size() + " data sources are variables, not one"));
    }
    JsonNode source = sources.getFirst();
    return Stream.of(
            wanted(source, "name", "datasource"),
            wanted(source, "label", "Data source"),
            wanted(source, "query", "prometheus"))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Finding> standard(Dashboard dashboard, String name, String label) {
    return dashboard.variables().stream()
        .filter(each -> is(each, "name", name))
        .findFirst()
        .map(variable ->
            Stream.of(
                    wanted(variable, "type", "query"),
                    wanted(variable, "label", label),
                    wanted(variable, "multi", "true"),
                    wanted(variable, "allValue", ".+"),
                    wanted(variable.path("datasource"), "uid", SOURCE))
                .flatMap(List::stream)
                .toList())
        .orElse(List.of(Finding.of("there is no variable " + name)));
  }

  /** A function of Grafana's around a selector, whose own words are looked at with all others. */
  private static List<Finding> labelQueries(Dashboard dashboard) {
    List<Finding> findings = new ArrayList<>();
    for (JsonNode variable : queries(dashboard)) {
      Matcher call = CALL.matcher(variable.path("query").asText());
      if (!call.matches()
          || !FUNCTIONS.contains(call.group(1))
          || Query.selectors(call.group(2)).isEmpty()) {
        findings.add(Finding.of(variable.path("name").asText() + " asks for no label"));
      }
    }
    return findings;
  }

  private static List<Finding> reload(Dashboard dashboard) {
    return queries(dashboard).stream()
        .flatMap(variable -> wanted(variable, "refresh", "2").stream())
        .toList();
  }

  private static List<Finding> editable(Dashboard dashboard) {
    return wanted(dashboard.tree(), "editable", "false");
  }

  private static List<JsonNode> queries(Dashboard dashboard) {
    return dashboard.variables().stream().filter(each -> is(each, "type", "query")).toList();
  }

  private static List<Finding> wanted(JsonNode node, String field, String value) {
    return is(node, field, value)
        ? List.of()
        : List.of(
            Finding.of(
                "%s: %s is %s, not %s"
                    .formatted(node.path("name").asText(), field, node.path(field), value)));
  }

  private static boolean is(JsonNode node, String field, String value) {
    return node.path(field).asText().equals(value);
  }
}
