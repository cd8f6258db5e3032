package io.ebbgate.webhook.metrics;

import static java.util.Comparator.comparingLong;
import static java.util.Objects.requireNonNull;

import io.ebbgate.core.contract.MetricNames;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Metrics of gateway pods without a sidecar, as the leader found them last. */
public final class InjectionGapMetrics {
  /**
   * At most this many series, those with the most pods; the rest is summed up in one. So which
   * namespaces that are does not differ from scan to scan.
   */
  static final int MOST = 1_000;

  private static final Series OTHER = new Series("other", "other");

  private static final Comparator<Map.Entry<Series, Long>> MOST_PODS_FIRST =
      comparingLong((Map.Entry<Series, Long> each) -> -each.getValue())
          .thenComparing(each -> each.getKey().namespace())
          .thenComparing(each -> each.getKey().reason());

  /**
   * The labels of a series.
   *
   * @param reason a value of {@code InjectionGap}
   */
  public record Series(String namespace, String reason) {
    public Series {
      requireNonNull(namespace);
      requireNonNull(reason);
    }

    private Row<Number> row(long pods) {
      return Row.of(Tags.of("namespace", namespace, "reason", reason), pods);
    }
  }

  private final MultiGauge gaps;
  private final AtomicLong lastCheck = new AtomicLong();

  public InjectionGapMetrics(MeterRegistry registry) {
    gaps =
        MultiGauge.builder(MetricNames.INJECTION_GAP)
            .description(
                "Running gateway pods without a sidecar that admission would inject now, by"
                    + " reason.")
            .register(registry);
    Gauge.builder(MetricNames.INJECTION_GAP_LAST_CHECK, lastCheck, AtomicLong::get)
        .description("Last scan for such pods, Unix seconds; 0 on a standby or before the first.")
        .register(registry);
  }

  /** Replaces all series by these. */
  public void found(Map<Series, Long> pods, Instant at) {
    register(pods);
    lastCheck.set(at.getEpochSecond());
  }

  /** Removes all series: another replica is the leader. */
  public void clear() {
    register(Map.of());
    lastCheck.set(0);
  }

  private void register(Map<Series, Long> pods) {
    List<Row<?>> rows = new ArrayList<>();
    long others = 0;
    for (var each : pods.entrySet().stream().sorted(MOST_PODS_FIRST).toList()) {
      if (rows.size() < MOST) {
        rows.add(each.getKey().row(each.getValue()));
      } else {
        others += each.getValue();
      }
    }
    if (others > 0) {
      rows.add(OTHER.row(others));
    }
    gaps.register(rows, true);
  }
}
