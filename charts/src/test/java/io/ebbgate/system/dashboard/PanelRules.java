package io.ebbgate.system.dashboard;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The linter's rules of panels. It asks some types of them only; here all have to be right, heat
 * maps and bars too.
 */
final class PanelRules {
  /** Of the linter's two hundred those that fit what is measured here. */
  private static final Set<String> UNITS =
      Set.of("short", "none", "percentunit", "s", "bytes", "reqps", "ops", "bool");

  private PanelRules() {}

  static List<Rule> all() {
    return List.of(
        rule(
            "panel-datasource-rule",
            panel ->
                panel.tree().at("/datasource/uid").asText().equals(DashboardRules.SOURCE)
                    && panel.targets().stream().allMatch(PanelRules::hasTheSource),
            "has another data source than the variable's"),
        rule(
            "panel-title-description-rule",
            panel -> !panel.title().isBlank() && !panel.description().isBlank(),
            "has no title or no description"),
        rule("panel-units-rule", panel -> UNITS.contains(panel.unit()), "has no unit"),
        rule("panel-no-targets-rule", panel -> !panel.targets().isEmpty(), "asks nothing"),
        rule("target-logql-rule", PanelRules::isOfPrometheus, "asks Loki"),
        rule("target-logql-auto-rule", PanelRules::isOfPrometheus, "asks Loki"));
  }

  private static boolean hasTheSource(Target target) {
    return target.tree().at("/datasource/uid").asText().equals(DashboardRules.SOURCE);
  }

  private static boolean isOfPrometheus(Panel panel) {
    return panel.targets().stream()
        .allMatch(target -> target.tree().at("/datasource/type").asText().equals("prometheus"));
  }

  private static Rule rule(String name, Predicate<Panel> right, String otherwise) {
    return new Rule(
        name,
        dashboard ->
            dashboard.panels().stream()
                .filter(right.negate())
                .map(panel -> new Finding(panel.title(), otherwise))
                .toList());
  }
}
