package io.ebbgate.sidecar.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.drain.Reading;
import io.ebbgate.core.verdict.Count;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ConnectionMetricsTest {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final ConnectionMetrics metrics = new ConnectionMetrics(new MetricFactory(registry));

  @Test
  void countThoseThatWereThereAndThoseThatCame() {
    metrics.polled(reading(5, 100));
    metrics.polled(reading(4, 102));
    metrics.polled(reading(1, 102));
    metrics.ended(Count.of(1));

    assertThat(states()).isEqualTo(Map.of("draining", 7.0, "closed", 6.0, "cut", 1.0));
  }

  @Test
  void makeUpForAReadingThatFailed() {
    metrics.polled(reading(5, 100));
    metrics.polled(Reading.unknown("no answer"));
    metrics.polled(reading(0, 103));
    metrics.ended(Count.of(0));

    assertThat(states()).isEqualTo(Map.of("draining", 8.0, "closed", 8.0, "cut", 0.0));
  }

  @Test
  void beginAnewWithTheNextDrain() {
    metrics.polled(reading(2, 10));
    metrics.ended(Count.of(2));
    metrics.polled(reading(3, 20));
    metrics.ended(Count.unknown("no answer"));

    assertThat(states()).isEqualTo(Map.of("draining", 5.0, "closed", 0.0, "cut", 2.0));
  }

  /** A restarted Envoy counts from zero. */
  @Test
  void neverCountDownwards() {
    metrics.polled(reading(5, 100));
    metrics.polled(reading(1, 1));

    assertThat(states()).isEqualTo(Map.of("draining", 5.0, "closed", 4.0, "cut", 0.0));
  }

  private static Reading reading(long open, long accepted) {
    Count none = Count.of(0);
    return new Reading(Count.of(open), none, none, Count.of(accepted), none, Optional.empty());
  }

  private Map<String, Double> states() {
    Map<String, Double> states = new TreeMap<>();
    registry.scrape().stream()
        .filter(CounterSnapshot.class::isInstance)
        .map(CounterSnapshot.class::cast)
        .filter(each -> MetricNames.CONNECTION_TRANSITIONS.startsWith(each.getMetadata().getName()))
        .flatMap(each -> each.getDataPoints().stream())
        .forEach(point -> states.put(point.getLabels().get("state"), point.getValue()));
    return states;
  }
}
