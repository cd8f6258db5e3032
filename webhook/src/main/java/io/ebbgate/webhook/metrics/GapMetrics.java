package io.ebbgate.webhook.metrics;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.contract.MetricNames;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Gateway pods without a drain of ours, as the replica that writes found them last. */
public final class GapMetrics {
  /** Beyond so many series the others are one. */
  static final int MOST = 1_000;

  private static final Kind OTHER = new Kind("other", "other");

  /**
   * Pods that are alike.
   *
   * @param reason in one word
   */
  public record Kind(String namespace, String reason) {
    public Kind {
      requireNonNull(namespace);
      requireNonNull(reason);
    }

    private Row<Number> row(long pods) {
      return Row.of(Tags.of("namespace", namespace, "reason", reason), pods);
    }
  }

  private final MultiGauge gaps;
  private final AtomicLong looked = new AtomicLong();

  public GapMetrics(MeterRegistry registry) {
    gaps =
        MultiGauge.builder(MetricNames.INJECTION_GAP)
            .description("Gateway pods that would be injected and are not.")
            .register(registry);
    Gauge.builder(MetricNames.INJECTION_GAP_LAST_CHECK, looked, AtomicLong::get)
        .description("When such pods were looked for, in seconds since 1970; 0 for never.")
        .register(registry);
  }

  /** So many were found, and no others. */
  public void found(Map<Kind, Long> pods, Instant at) {
    show(pods);
    looked.set(at.getEpochSecond());
  }

  /** Another replica looks now. */
  public void leave() {
    show(Map.of());
    looked.set(0);
  }

  private void show(Map<Kind, Long> pods) {
    List<Row<?>> rows = new ArrayList<>();
    long others = 0;
    for (var each : pods.entrySet()) {
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
