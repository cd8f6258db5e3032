package io.ebbgate.webhook.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.webhook.metrics.GapMetrics.Kind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GapMetricsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final GapMetrics metrics = new GapMetrics(registry);

  @Test
  void showWhatWasFoundLastAndWhen() {
    metrics.found(Map.of(new Kind("shop", "not_reviewed"), 3L), Instant.ofEpochSecond(5));
    metrics.found(Map.of(new Kind("shop", "hook_kept"), 1L), Instant.ofEpochSecond(7));

    assertThat(shown()).isEqualTo(Map.of("shop hook_kept", 1.0));
    assertThat(registry.get(MetricNames.INJECTION_GAP_LAST_CHECK).gauge().value()).isEqualTo(7);
  }

  @Test
  void showNothingWhereAnotherReplicaLooks() {
    metrics.found(Map.of(new Kind("shop", "not_reviewed"), 3L), Instant.ofEpochSecond(5));
    metrics.leave();

    assertThat(shown()).isEmpty();
    assertThat(registry.get(MetricNames.INJECTION_GAP_LAST_CHECK).gauge().value()).isZero();
  }

  @Test
  void showTheThousandAndFirstKindAsOther() {
    Map<Kind, Long> many =
        IntStream.range(0, GapMetrics.MOST + 2)
            .boxed()
            .collect(
                Collectors.toMap(number -> new Kind("shop-" + number, "not_reviewed"), _ -> 1L));
    metrics.found(many, Instant.EPOCH);

    assertThat(shown()).hasSize(GapMetrics.MOST + 1).containsEntry("other other", 2.0);
  }

  private Map<String, Double> shown() {
    Map<String, Double> shown = new TreeMap<>();
    registry
        .find(MetricNames.INJECTION_GAP)
        .gauges()
        .forEach(gauge ->
            shown.put(
                gauge.getId().getTag("namespace") + " " + gauge.getId().getTag("reason"),
                gauge.value()));
    return shown;
  }
}
