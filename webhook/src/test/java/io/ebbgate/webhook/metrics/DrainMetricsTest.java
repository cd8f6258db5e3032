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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

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
  void countPodsWithoutAnOwnerAsOther() {
    metrics.register(pod("shop", ""));
    metrics.published(pod("shop", ""), Verdict.withoutDrain(Outcome.LOST));

    assertThat(results("other", Outcome.LOST)).isOne();
  }

  @Test
  void countTheThousandAndFirstWorkloadAsOther() {
    for (int i = 0; i <= DrainMetrics.MOST; i++) {
      metrics.register(pod("shop", "edge-" + i));
      metrics.published(pod("shop", "edge-" + i), Verdict.withoutDrain(Outcome.LOST));
    }

    assertThat(results("edge-999", Outcome.LOST)).isOne();
    assertThat(results("other", Outcome.LOST)).isOne();
    assertThat(registry.find(MetricNames.DRAIN_RESULTS).tag("workload", "edge-1000").counter())
        .isNull();
  }

  private RequiredSearch edge(String name) {
    return registry.get(name).tag("workload", "edge");
  }

  private double results(String workload, Outcome outcome) {
    return registry
        .get(MetricNames.DRAIN_RESULTS)
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
