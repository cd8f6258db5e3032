package io.ebbgate.webhook.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.termination.LastWord;
import io.ebbgate.core.termination.PodIdentity;
import io.ebbgate.core.termination.Termination;
import io.ebbgate.core.verdict.Count;
import io.micrometer.core.instrument.search.RequiredSearch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DrainMetricsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final DrainMetrics metrics = new DrainMetrics(registry);

  @Test
  void haveEveryVerdictOfAWorkloadFromTheFirstSight() {
    metrics.register(pod("shop", "edge"));

    assertThat(registry.find(MetricNames.DRAIN_RESULTS).tag("workload", "edge").counters())
        .hasSize(Outcome.values().length)
        .allMatch(counter -> counter.count() == 0);
  }

  @Test
  void countADrainWithWhatWasLeft() {
    metrics.register(pod("shop", "edge"));
    metrics.published(pod("shop", "edge"), new Termination.Told(forced(3, 2)));

    assertThat(results("edge", Outcome.FORCED)).isOne();
    assertThat(edge(MetricNames.DRAIN_CONNECTIONS_LEFT).counter().count()).isEqualTo(3);
    assertThat(edge(MetricNames.DRAIN_REQUESTS_LEFT).counter().count()).isEqualTo(2);
    assertThat(edge(MetricNames.DRAIN_HOLD).timer().count()).isOne();
    assertThat(edge(MetricNames.DRAIN_USED).summary().totalAmount()).isEqualTo(0.5);
  }

  @Test
  void countALostDrainWithoutNumbers() {
    metrics.register(pod("shop", "edge"));
    metrics.published(pod("shop", "edge"), new Termination.Lost(false));

    assertThat(results("edge", Outcome.LOST)).isOne();
    assertThat(edge(MetricNames.DRAIN_HOLD).timer().count()).isZero();
  }

  /** An increase from nothing is none. */
  @Test
  void haveEveryVerdictOfOthersFromTheBeginning() {
    for (Outcome outcome : Outcome.values()) {
      assertThat(results("other", outcome)).isZero();
    }
  }

  @Test
  void countPodsThatNobodyOwnsAsOther() {
    metrics.register(pod("shop", ""));
    metrics.published(pod("shop", ""), new Termination.Lost(false));

    assertThat(results("other", Outcome.LOST)).isOne();
  }

  @Test
  void countTheThousandAndFirstWorkloadAsOther() {
    for (int i = 0; i <= DrainMetrics.MOST; i++) {
      metrics.register(pod("shop", "edge-" + i));
      metrics.published(pod("shop", "edge-" + i), new Termination.Lost(false));
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

  private static LastWord forced(long connections, long requests) {
    return new LastWord(
        Outcome.FORCED,
        false,
        "deletion",
        Optional.of(Instant.EPOCH),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        List.of(),
        Count.of(connections),
        Count.of(requests));
  }
}
