package io.ebbgate.webhook.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.termination.PodIdentity;
import io.ebbgate.core.termination.Verdicts;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.DrainRecord.Timing;
import io.ebbgate.core.verdict.Verdict;
import io.micrometer.core.instrument.search.RequiredSearch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrainMetricsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final DrainMetrics metrics = new DrainMetrics(registry);

  @Test
  void haveEveryVerdictOfAWorkloadFromItsFirstPod() {
    metrics.register(pod("shop", "edge"));

    assertThat(registry.find(MetricNames.DRAIN_RESULTS).tag("workload", "edge").counters())
        .hasSize(Outcome.values().length)
        .allMatch(counter -> counter.count() == 0);
  }

  @Test
  void countADrainWithWhatWasLeft() {
    metrics.register(pod("shop", "edge"));
    metrics.published(pod("shop", "edge"), forced(3, 2));

    assertThat(results("edge", Outcome.FORCED)).isOne();
    assertThat(edge(MetricNames.DRAIN_CONNECTIONS_LEFT).counter().count()).isEqualTo(3);
    assertThat(edge(MetricNames.DRAIN_REQUESTS_LEFT).counter().count()).isEqualTo(2);
    assertThat(edge(MetricNames.DRAIN_HOLD).timer().count()).isOne();
    assertThat(edge(MetricNames.DRAIN_USED).summary().totalAmount()).isEqualTo(0.5);
  }

  @Test
  void countALostDrainWithoutNumbers() {
    metrics.register(pod("shop", "edge"));
    metrics.published(pod("shop", "edge"), Verdict.withoutDrain(Outcome.LOST));

    assertThat(results("edge", Outcome.LOST)).isOne();
    assertThat(edge(MetricNames.DRAIN_HOLD).timer().count()).isZero();
  }

  /** {@code increase()} does not see a counter that begins at one. */
  @Test
  void haveEveryVerdictOfOthersFromTheBeginning() {
    for (Outcome outcome : Outcome.values()) {
      assertThat(results("other", outcome)).isZero();
    }
  }

  @Test
  void countPodsWithoutAnOwnerAsOthersOfTheirNamespace() {
    metrics.register(pod("shop", ""));
    lost("shop", "");

    assertThat(results("shop", "other", Outcome.LOST)).isOne();
  }

  @Test
  void keepAGatewayWhenAnotherNamespaceInventsOwners() {
    metrics.register(pod("shop", "edge"));
    for (int i = 0; i < 2 * DrainMetrics.MOST; i++) {
      metrics.register(pod("mallory", "invented-" + i));
    }
    metrics.register(pod("later", "edge"));
    lost("shop", "edge");
    lost("later", "edge");

    assertThat(results("shop", "edge", Outcome.LOST)).isOne();
    assertThat(results("later", "edge", Outcome.LOST)).isOne();
    assertThat(workloads("mallory")).hasSize(DrainMetrics.MOST_OF_NAMESPACE);
  }

  @Test
  void loseTheWorkloadOfANamespaceWhoseDrainIsLongestAgo() {
    metrics.register(pod("shop", "edge"));
    metrics.register(pod("shop", "idle"));
    for (int i = 0; i < DrainMetrics.MOST_OF_NAMESPACE; i++) {
      metrics.register(pod("shop", "new-" + i));
      lost("shop", "edge");
    }
    lost("shop", "idle");

    assertThat(workloads("shop"))
        .hasSize(DrainMetrics.MOST_OF_NAMESPACE)
        .contains("edge", "other", "new-49")
        .doesNotContain("idle", "new-0");
    assertThat(results("shop", "edge", Outcome.LOST)).isEqualTo(50);
    assertThat(results("shop", "other", Outcome.LOST)).isOne();
  }

  /** A namespace with many is displaced before one with few. */
  @Test
  void takeFromTheLargestNamespaceWhenThereAreTooManyInAll() {
    metrics.register(pod("small", "edge"));
    for (int i = 0; i < DrainMetrics.MOST; i++) {
      metrics.register(pod("large-" + i / DrainMetrics.MOST_OF_NAMESPACE, "edge-" + i));
    }

    assertThat(workloads("small")).containsExactly("edge");
    assertThat(all()).isEqualTo(DrainMetrics.MOST);
  }

  @Test
  void countDrainsOfANamespaceWithoutSeriesAsOther() {
    for (int i = 0; i <= DrainMetrics.MOST; i++) {
      metrics.register(pod("shop-" + i, "edge"));
    }
    lost("shop-0", "edge");

    assertThat(all()).isEqualTo(DrainMetrics.MOST);
    assertThat(results("other", "other", Outcome.LOST)).isOne();
    lost("shop-1000", "edge");
    assertThat(results("shop-1000", "edge", Outcome.LOST)).isOne();
  }

  @Test
  void areGoneFromAScrapeOnceTheyAreRemoved() {
    PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    DrainMetrics scraped = new DrainMetrics(prometheus);
    scraped.register(pod("shop", "first"));
    for (int i = 0; i < DrainMetrics.MOST_OF_NAMESPACE; i++) {
      scraped.register(pod("shop", "new-" + i));
    }
    long full = prometheus.scrape().lines().count();
    int meters = prometheus.getMeters().size();
    for (int i = 0; i < 3 * DrainMetrics.MOST_OF_NAMESPACE; i++) {
      scraped.register(pod("shop", "newer-" + i));
    }

    assertThat(prometheus.scrape()).doesNotContain("\"first\"", "\"new-");
    assertThat(prometheus.scrape().lines().count()).isEqualTo(full);
    assertThat(prometheus.getMeters()).hasSize(meters);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 60, 0",
    "-5, 60, 0",
    "30, 0, 30",
    "30, -60, 30",
    "90, 60, 90",
    "86401, 60, 86400",
    "9223372036854775807, 60, 86400"
  })
  void holdNumbersThatADrainCanHave(long hold, long budget, double recorded) {
    metrics.register(pod("shop", "edge"));
    metrics.published(
        pod("shop", "edge"),
        Verdicts.with(
            Outcome.FORCED,
            new Timing(
                Instant.EPOCH, Duration.ofSeconds(hold), Duration.ofSeconds(budget), List.of()),
            Count.of(Long.MAX_VALUE),
            Count.unknown("why")));

    assertThat(edge(MetricNames.DRAIN_HOLD).timer().totalTime(TimeUnit.SECONDS))
        .isEqualTo(recorded);
    assertThat(edge(MetricNames.DRAIN_USED).summary().max()).isBetween(0.0, 1.0);
    assertThat(edge(MetricNames.DRAIN_CONNECTIONS_LEFT).counter().count())
        .isEqualTo(WorkloadMeters.MOST_LEFT);
    assertThat(edge(MetricNames.DRAIN_REQUESTS_LEFT).counter().count()).isZero();
  }

  private void lost(String namespace, String workload) {
    metrics.published(pod(namespace, workload), Verdict.withoutDrain(Outcome.LOST));
  }

  private Set<String> workloads(String namespace) {
    return registry.find(MetricNames.DRAIN_HOLD).tag("namespace", namespace).timers().stream()
        .map(timer -> String.valueOf(timer.getId().getTag("workload")))
        .collect(Collectors.toSet());
  }

  /** Without the one of namespaces that have none. */
  private int all() {
    return registry.find(MetricNames.DRAIN_HOLD).timers().size() - 1;
  }

  private RequiredSearch edge(String name) {
    return registry.get(name).tag("workload", "edge");
  }

  private double results(String workload, Outcome outcome) {
    return results(workload.equals("other") ? "other" : "shop", workload, outcome);
  }

  private double results(String namespace, String workload, Outcome outcome) {
    return registry
        .get(MetricNames.DRAIN_RESULTS)
        .tag("namespace", namespace)
        .tag("workload", workload)
        .tag("verdict", outcome.wireName())
        .counter()
        .count();
  }

  private static PodIdentity pod(String namespace, String workload) {
    return new PodIdentity("uid", namespace, "pod", "Deployment", workload);
  }

  private static Verdict forced(long connections, long requests) {
    return Verdicts.with(
        Outcome.FORCED,
        new Timing(Instant.EPOCH, Duration.ofSeconds(30), Duration.ofSeconds(60), List.of()),
        Count.of(connections),
        Count.of(requests));
  }
}
