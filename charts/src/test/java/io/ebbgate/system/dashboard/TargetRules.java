package io.ebbgate.system.dashboard;

import io.ebbgate.system.dashboard.Selector.Matcher;
import io.ebbgate.system.prometheus.Promtool;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The linter's rules of queries. */
final class TargetRules {
  private static final Set<String> RATES = Set.of("rate", "irate");
  private static final Set<String> OF_COUNTERS = Set.of("rate", "irate", "increase");

  private TargetRules() {}

  static List<Rule> all() {
    return List.of(
        new Rule("target-promql-rule", TargetRules::invalid),
        rule(
            "target-rate-interval-rule",
            each -> !RATES.contains(each.call()) || each.range().equals("$__rate_interval"),
            "is a rate over something else than $__rate_interval"),
        rule("target-job-rule", has("job"), "has no matcher for the job"),
        rule("target-instance-rule", has("instance"), "has no matcher for the instance"),
        rule(
            "target-counter-agg-rule",
            each ->
                each.metrics().stream().noneMatch(name -> name.endsWith("_total"))
                    || OF_COUNTERS.contains(each.call()),
            "is a counter that is shown as it is"));
  }

  /** Prometheus' own parser has the last word. */
  private static List<Finding> invalid(Dashboard dashboard) {
    return dashboard.panels().stream()
        .flatMap(panel ->
            panel.targets().stream()
                .map(target -> Promtool.complaint(Filled.ANYHOW.query(target.query())))
                .filter(complaint -> !complaint.isEmpty())
                .map(complaint -> new Finding(panel.title(), complaint)))
        .toList();
  }

  private static Predicate<Selector> has(String label) {
    return each -> each.has(new Matcher(label, "=~", "$" + label));
  }

  private static Rule rule(String name, Predicate<Selector> right, String otherwise) {
    return new Rule(
        name,
        dashboard ->
            dashboard.panels().stream()
                .flatMap(panel ->
                    panel.targets().stream()
                        .flatMap(target -> Query.selectors(target.query()).stream())
                        .filter(right.negate())
                        .map(each -> new Finding(panel.title(), each.metric() + " " + otherwise)))
                .distinct()
                .toList());
  }
}
