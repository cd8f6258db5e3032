package io.ebbgate.webhook.metrics;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.webhook.metrics.InjectionGapMetrics.Series;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.HashMap;
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

  /** In whichever order a scan finds them. */
  @Test
  void haveTheSeriesWithTheMostPodsByThemselves() {
    Map<Series, Long> many = new HashMap<>();
    for (int i = 0; i < 2 * InjectionGapMetrics.MOST; i++) {
      many.put(new Series("invented-" + i, "not_reviewed"), 1L);
    }
    many.put(new Series("shop", "not_reviewed"), 5L);
    many.put(new Series("shop", "hook_kept"), 2L);
    metrics.found(many, Instant.EPOCH);
    Map<String, Double> first = series();
    Map<Series, Long> sorted =
        new TreeMap<>(comparing(Series::namespace).thenComparing(Series::reason));
    sorted.putAll(many);
    metrics.found(sorted, Instant.EPOCH);

    assertThat(first)
        .containsEntry("shop not_reviewed", 5.0)
        .containsEntry("shop hook_kept", 2.0)
        .containsEntry("other other", InjectionGapMetrics.MOST + 2.0)
        .isEqualTo(series());
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
