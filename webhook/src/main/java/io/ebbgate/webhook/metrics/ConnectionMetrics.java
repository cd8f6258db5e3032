package io.ebbgate.webhook.metrics;

import io.ebbgate.core.contract.MetricNames;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.Supplier;

/** Metrics of the connections to both ports, from the accept on. */
public final class ConnectionMetrics {
  private static final String PORT = "port";

  private final MeterRegistry registry;

  public ConnectionMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * Creates a port's series.
   *
   * @param port {@code admission} or {@code operations}
   * @param open how many connections are open
   * @param causes every cause that {@link #closed} will be called with
   */
  public void register(String port, Supplier<Number> open, List<String> causes) {
    Gauge.builder(MetricNames.CONNECTIONS_OPEN, open)
        .description("Connections open, TLS established or not, by port.")
        .tag(PORT, port)
        .register(registry);
    causes.forEach(cause -> closures(port, cause));
  }

  /** Counts a connection that the server closed. */
  public void closed(String port, String cause) {
    closures(port, cause).increment();
  }

  private Counter closures(String port, String cause) {
    return Counter.builder(MetricNames.CONNECTIONS_CLOSED)
        .description("Connections closed by the server, by port and cause.")
        .tag(PORT, port)
        .tag("cause", cause)
        .register(registry);
  }
}
