package io.ebbgate.system.dashboard;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.chart.Constants;
import io.ebbgate.tool.dashboard.Dashboard;
import io.ebbgate.tool.dashboard.Panel;
import io.ebbgate.tool.dashboard.PromqlReader;
import io.ebbgate.tool.dashboard.PromqlReader.Selector;
import io.ebbgate.tool.prometheus.Promtool;
import io.ebbgate.tool.prometheus.Scrape;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the dashboard's metrics and labels with recorded scrapes of both programs. */
class MetricsTest {
  private static final Dashboard BOARD = Dashboard.ofTheChart();
  private static final List<String> VERDICTS =
      Arrays.stream(Outcome.values()).map(Outcome::wireName).toList();
  private static final List<String> PARTS = List.of("_bucket", "_count", "_sum", "_max");

  /** Labels that Prometheus adds. */
  private static final Set<String> OF_TARGETS =
      Set.of("job", "instance", "namespace", "pod", "__name__");

  @Test
  void everyMetricOfTheDashboardWasScraped() {
    Set<String> unknown = queried();
    unknown.removeAll(scraped());

    assertThat(unknown).isEmpty();
  }

  @Test
  void everyLabelOfTheDashboardIsTheMetricsOrTheTargets() {
    Set<String> without =
        selectors()
            .filter(selector -> !selector.matchers().stream().allMatch(each -> has(selector, each)))
            .map(selector -> family(selector.metric()))
            .collect(toCollection(TreeSet::new));

    assertThat(without).isEmpty();
  }

  private static boolean has(Selector selector, Selector.Matcher matcher) {
    List<Scrape.Sample> samples =
        recorded()
            .flatMap(scrape -> scrape.samples().stream())
            .filter(sample -> sample.name().equals(selector.metric()))
            .toList();
    return OF_TARGETS.contains(matcher.label())
        || samples.isEmpty()
        || samples.stream().allMatch(sample -> sample.labels().containsKey(matcher.label()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sidecar", "webhook"})
  void promtoolHasNoFindings(String program) throws IOException {
    assertThat(Promtool.scrapeFindings(Scrape.text(program))).isEmpty();
  }

  @Test
  void everyMetricOfTheContractWasScraped() throws IllegalAccessException {
    Set<String> missing = contract();
    missing.removeAll(scraped().stream().map(MetricsTest::family).toList());

    assertThat(missing).isEmpty();
  }

  @Test
  void everyMetricOfOursThatWasScrapedIsInTheContract() throws IllegalAccessException {
    assertThat(scraped())
        .filteredOn(name -> name.startsWith(MetricNames.PREFIX))
        .map(MetricsTest::family)
        .isSubsetOf(contract());
  }

  @Test
  void everyVerdictOfAQueryExists() {
    assertThat(selectors().flatMap(selector -> selector.matchers().stream()))
        .filteredOn(matcher -> matcher.label().equals("verdict"))
        .isNotEmpty()
        .allSatisfy(matcher -> assertThat(VERDICTS).contains(matcher.value().split("\\|", -1)));
  }

  @Test
  void everyVerdictHasAColour() {
    Panel panel =
        BOARD.panels().stream()
            .filter(each -> each.title().equals("Drains by verdict"))
            .findFirst()
            .orElseThrow();

    assertThat(panel.tree().at("/fieldConfig/overrides").findValuesAsText("options"))
        .containsExactlyInAnyOrderElementsOf(VERDICTS);
  }

  private static Stream<Selector> selectors() {
    Stream<String> variables =
        BOARD.variables().stream()
            .map(variable -> variable.path("query").asText())
            .filter(query -> query.startsWith("label_values("));
    return Stream.concat(
        BOARD.queries().stream().flatMap(query -> PromqlReader.selectors(query).stream()),
        variables.map(query -> PromqlReader.selectors(query).getFirst()));
  }

  private static Set<String> queried() {
    return selectors()
        .flatMap(selector -> selector.metrics().stream())
        .collect(toCollection(TreeSet::new));
  }

  private static Stream<Scrape> recorded() {
    return Stream.of("webhook", "sidecar", "apiserver").map(Scrape::recorded);
  }

  private static Set<String> scraped() {
    return recorded()
        .flatMap(scrape -> scrape.names().stream())
        .collect(toCollection(TreeSet::new));
  }

  /** The metric's name without a histogram's suffix. */
  private static String family(String name) {
    return PARTS.stream()
        .filter(name::endsWith)
        .findFirst()
        .map(part -> name.substring(0, name.length() - part.length()))
        .orElse(name);
  }

  private static Set<String> contract() throws IllegalAccessException {
    Set<String> names = Constants.of(MetricNames.class);
    names.remove(MetricNames.PREFIX);
    return names;
  }
}
