package io.ebbgate.sidecar.metrics;

import io.ebbgate.core.close.CloseEnd;
import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.WireName;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import java.time.Duration;

/** What calls of the control port close. */
public final class CloseMetrics {
  private final Counter connections;
  private final Counter ended;
  private final Gauge running;
  private final Counter keptClosed;

  CloseMetrics(MetricFactory factory) {
    connections =
        factory.counter(
            MetricNames.CONNECTIONS_SELECTIVELY_CLOSED,
            "Connections that calls of the control port closed");
    ended =
        factory.counter(
            MetricNames.SELECTIVE_CLOSES,
            "Calls that close connections of a listener and that have ended",
            "result");
    running =
        factory.gauge(
            MetricNames.LISTENERS_CLOSING,
            "Listeners whose connections are being closed, as they come or over a time");
    keptClosed =
        factory.counter(
            MetricNames.LISTENERS_KEPT_CLOSED,
            "Seconds for which new connections of a listener were closed as they came");
    connections.inc(0);
    keptClosed.inc(0);
    for (CloseEnd end : CloseEnd.values()) {
      ended.labelValues(WireName.of(end)).inc(0);
    }
    running.set(0);
  }

  /** A call begins to close. */
  public void began() {
    running.inc();
  }

  /** It closed so many. */
  public void closed(long many) {
    connections.inc((double) many);
  }

  /** New connections were closed as they came for this time. */
  public void keptClosed(Duration time) {
    keptClosed.inc(time.toNanos() / 1e9);
  }

  /** It ended so. */
  public void ended(CloseEnd end) {
    running.dec();
    ended.labelValues(WireName.of(end)).inc();
  }
}
