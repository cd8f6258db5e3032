package io.ebbgate.webhook.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.webhook.metrics.InjectionGapMetrics.Series;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InjectionGapMetricsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final InjectionGapMetrics metrics = new InjectionGapMetrics(registry);

  @Test
  void haveTheLastResultAndItsTime() {
    metrics.found(Map.of(new Series("shop", "not_reviewed"), 3L), Instant.ofEpochSecond(5));
    metrics.found(Map.of(new Series("shop", "hook_kept"), 1L), Instant.ofEpochSecond(7));

    assertThat(series()).isEqualTo(Map.of("shop hook_kept", 1.0));
    assertThat(registry.get(MetricNames.INJECTION_GAP_LAST_CHECK).gauge().value()).isEqualTo(7);
  }

  @Test
  void areEmptyOnAStandby() {
    metrics.found(Map.of(new Series("shop", "not_reviewed"), 3L), Instant.ofEpochSecond(5));
    metrics.clear();

    assertThat(series()).isEmpty();
    assertThat(registry.get(MetricNames.INJECTION_GAP_LAST_CHECK).gauge().value()).isZero();
  }

  @Test
  void haveTheThousandAndFirstSeriesAsOther() {
    Map<Series, Long> many =
        IntStream.range(0, InjectionGapMetrics.MOST + 2)
            .boxed()
            .collect(
                Collectors.toMap(number -> new Series("shop-" + number, "not_reviewed"), _ -> 1L));
    metrics.found(many, Instant.EPOCH);

    assertThat(series()).hasSize(InjectionGapMetrics.MOST + 1).containsEntry("other other", 2.0);
  }

  private Map<String, Double> series() {
    Map<String, Double> series = new TreeMap<>();
    registry
        .find(MetricNames.INJECTION_GAP)
        .gauges()
        .forEach(gauge ->
            series.put(
                gauge.getId().getTag("namespace") + " " + gauge.getId().getTag("reason"),
                gauge.value()));
    return series;
  }
}
