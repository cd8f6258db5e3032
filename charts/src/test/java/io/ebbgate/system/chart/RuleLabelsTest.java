package io.ebbgate.system.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.admission.Reason;
import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.PhaseNames;
import io.ebbgate.core.termination.DrainEvent;
import io.ebbgate.core.termination.Termination;
import io.ebbgate.core.verdict.Verdict;
import io.ebbgate.tool.chart.Constants;
import io.ebbgate.tool.chart.HelmChart;
import io.ebbgate.webhook.metrics.WebhookMetrics;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules select existing series by existing label values. */
class RuleLabelsTest {
  private static final String FAILS_OPEN = "apiserver_admission_webhook_fail_open_count";

  /** Metrics of others, all the API server's. */
  private static final Set<String> FOREIGN = Set.of(FAILS_OPEN);

  private static final Pattern HISTOGRAM = Pattern.compile("_(?:bucket|count|sum)$");
  private static final Pattern ASKED =
      Pattern.compile("\\b(verdict|phase|outcome|reason|cause)(?:=~|!~|!=|=)\"([^\"]*)\"");

  static List<Rule> rules() {
    return Rule.all();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void selectsExistingSeries(Rule rule) throws IllegalAccessException {
    Set<String> known = new HashSet<>(FOREIGN);
    known.addAll(Constants.of(MetricNames.class));
    rules().stream().filter(Rule.Recorded.class::isInstance).map(Rule::name).forEach(known::add);

    assertThat(rule.metrics())
        .isNotEmpty()
        .allMatch(name ->
            known.contains(name) || known.contains(HISTOGRAM.matcher(name).replaceFirst("")));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void selectsExistingLabelValues(Rule rule) throws ClassNotFoundException {
    Map<String, Set<String>> values =
        Map.of(
            "verdict",
                Stream.of(Outcome.values()).map(Outcome::wireName).collect(Collectors.toSet()),
            "phase", Set.copyOf(PhaseNames.ALL),
            "outcome", wireNames(WebhookMetrics.Result.values()),
            "reason", reasons(),
            "cause", wireNames(constants("http.ConnectionTable$CloseCause")));

    assertThat(ASKED.matcher(rule.expr()).results().toList())
        .allSatisfy(asked ->
            assertThat(values.get(asked.group(1))).contains(asked.group(2).split("[|]", -1)));
  }

  /** Why a pod is not injected, and why a request is no review. */
  private static Set<String> reasons() throws ClassNotFoundException {
    Set<String> reasons = new HashSet<>(wireNames(Reason.values()));
    reasons.addAll(wireNames(constants("http.RejectReason")));
    return reasons;
  }

  private static Object[] constants(String name) throws ClassNotFoundException {
    return Class.forName("io.ebbgate.webhook." + name).getEnumConstants();
  }

  private static Set<String> wireNames(Object[] constants) {
    return Stream.of(constants)
        .map(each -> each.toString().toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }

  /** Event and alert of a verdict have the same name. */
  @ParameterizedTest
  @EnumSource
  void alertsOfAVerdictAsItsEventIsNamed(Outcome outcome) {
    DrainEvent event =
        DrainEvent.of(new Termination.Reported(Verdict.withoutDrain(outcome))).orElseThrow();

    assertThat(Rule.alerts())
        .filteredOn(alert -> verdicts(alert).contains(outcome.wireName()))
        .filteredOn(alert -> !alert.name().equals("EbbgateDrainTimeNearlyUp"))
        .extracting(Rule::name)
        .containsOnly(
            event.warning() ? new String[] {"Ebbgate" + event.reason().wireName()} : new String[0]);
  }

  private static Set<String> verdicts(Rule.Alert alert) {
    return ASKED
        .matcher(alert.expr())
        .results()
        .filter(asked -> asked.group(1).equals("verdict"))
        .flatMap(asked -> Stream.of(asked.group(2).split("[|]", -1)))
        .collect(Collectors.toSet());
  }

  @Test
  void asksTheApiServerByTheRegistrationsName() {
    String name = HelmChart.rendered(HelmChart.NO_VALUES).registration().getName();

    assertThat(Rule.alerts())
        .filteredOn(alert -> alert.metrics().contains(FAILS_OPEN))
        .isNotEmpty()
        .allSatisfy(alert -> assertThat(alert.expr()).contains("{name=\"" + name + "\"}"));
  }
}
