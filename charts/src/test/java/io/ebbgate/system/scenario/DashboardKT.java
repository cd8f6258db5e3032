package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.tool.cluster.ClusterTest;
import io.ebbgate.tool.cluster.Gateway;
import io.ebbgate.tool.cluster.PodHistory;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.ScenarioResult;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.tool.dashboard.Dashboard;
import io.ebbgate.tool.dashboard.DashboardRecord;
import io.ebbgate.tool.dashboard.GrafanaVariables;
import io.ebbgate.tool.dashboard.PanelQueries;
import io.ebbgate.tool.dashboard.PanelResult;
import io.ebbgate.tool.demo.TestEnvironment;
import io.ebbgate.tool.prometheus.Prometheus;
import io.ebbgate.tool.prometheus.ScrapeTargets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A Prometheus that scrapes every fifteen seconds sees five pods drain, each in less; the dashboard
 * shows every one. What it showed is in {@code target/cluster/dashboard.json} and {@code .svg}.
 */
class DashboardKT {
  private static final int PODS = 5;
  private static final Duration SCRAPE = Duration.ofSeconds(15);

  /** So that every rate has two scrapes to be of, and the line before the rollout is seen. */
  private static final Duration BEFORE = SCRAPE.multipliedBy(3);

  private final List<PanelResult> results = new ArrayList<>();

  @ClusterTest
  void showsEveryDrain(Testbed testbed) throws Exception {
    Path folder = Files.createTempDirectory(testbed.folder(), "prometheus");
    Path kubeconfig = testbed.kubeconfig();
    Scenario scenario =
        Scenario.of(
                gateway -> {
                  try (ScrapeTargets targets = ScrapeTargets.of(kubeconfig);
                      Prometheus prometheus =
                          Prometheus.start(folder, targets.configuration(SCRAPE))) {
                    watch(prometheus, gateway, testbed);
                  }
                })
            .replicas(PODS);

    ScenarioResult result = testbed.run("a dashboard", scenario);

    assertThat(result).lostNothing().drained(PODS, Outcome.CLEAN, Outcome.LINGERED);
    assertThat(verdicts())
        .as("What bars add up to")
        .isEqualTo(
            result.terminated().stream()
                .collect(
                    Collectors.groupingBy(
                        PodHistory::wireName, TreeMap::new, Collectors.counting())));
    assertThat(results)
        .flatExtracting(PanelResult::withoutData)
        // That is shown where a scrape falls into a drain, which is seven seconds long.
        .allMatch(query -> query.startsWith("Connections of draining pods"));
  }

  private void watch(Prometheus prometheus, Gateway gateway, Testbed testbed)
      throws IOException, InterruptedException {
    // Two webhooks, the gateways, and the API server.
    awaitAtLeast(prometheus, "sum(up)", 2 + PODS + 1);
    Thread.sleep(BEFORE);
    Instant from = Instant.now().minus(BEFORE);
    String namespace =
        gateway.pods().staying().findFirst().orElseThrow().getMetadata().getNamespace();
    gateway.restart();
    String reported = "sum(%s{namespace=\"%s\"})".formatted(MetricNames.DRAIN_RESULTS, namespace);
    awaitAtLeast(prometheus, reported, PODS);
    Thread.sleep(SCRAPE.multipliedBy(2));
    PanelQueries panels =
        new PanelQueries(
            Dashboard.ofTheChart(),
            prometheus,
            GrafanaVariables.with(from, Instant.now(), Duration.ofSeconds(5), SCRAPE)
                .in(namespace));
    results.addAll(panels.results());
    DashboardRecord record =
        DashboardRecord.of(
            panels.dashboard(),
            results,
            panels.variables(),
            "A rolling restart of %d gateway pods on Kubernetes %s, scraped every %d s."
                .formatted(PODS, testbed.version(), SCRAPE.toSeconds()));
    TestEnvironment.of(testbed.version(), 0).write(record.tree().putObject("environment"));
    record.write(testbed.folder());
  }

  private Map<String, Long> verdicts() {
    Map<String, Long> verdicts = new TreeMap<>();
    results.stream()
        .filter(each -> each.title().equals("Drains by verdict"))
        .forEach(
            each -> each.sums().forEach((verdict, sum) -> verdicts.put(verdict, Math.round(sum))));
    verdicts.values().removeIf(count -> count == 0);
    return verdicts;
  }

  private static void awaitAtLeast(Prometheus prometheus, String query, int number)
      throws InterruptedException {
    Await.until(query + " is " + number, () -> value(prometheus, query) >= number);
  }

  private static double value(Prometheus prometheus, String query) {
    try {
      JsonNode answer = prometheus.call("query", Map.of("query", query));
      return answer.at("/result/0/value/1").asDouble();
    } catch (IOException | InterruptedException broken) {
      throw new IllegalStateException(broken);
    }
  }
}
