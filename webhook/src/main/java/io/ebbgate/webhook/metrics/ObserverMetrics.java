package io.ebbgate.webhook.metrics;

import io.ebbgate.core.contract.MetricNames;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Collection;
import java.util.function.ToDoubleFunction;

/** Metrics of the watch of injected pods. */
public final class ObserverMetrics {
  private ObserverMetrics() {}

  /** The values, read at every scrape. */
  public interface Values {
    /** Injected pods that exist. */
    int pods();

    /** Those of them that are terminating. */
    long terminating();

    /** Those of them whose sidecar has not started in time, for that reason. */
    long notStarted(String reason);

    /** Drain reports that are not published yet. */
    int pending();

    /** Whether the watch is established. */
    boolean isWatching();

    /** Whether this replica is the leader. */
    boolean isLeader();
  }

  /** Registers all gauges. */
  public static void register(
      Values values, Collection<String> notStartedReasons, MeterRegistry registry) {
    Gauges gauges = new Gauges(values, registry);
    gauges.add(MetricNames.INJECTED_PODS, Values::pods, "Injected pods that exist.");
    gauges.add(
        MetricNames.TERMINATING_PODS, Values::terminating, "Injected pods that are terminating.");
    gauges.add(
        MetricNames.DRAIN_REPORTS_PENDING,
        Values::pending,
        "Drain reports that are not published as Events yet.");
    gauges.add(
        MetricNames.OBSERVER_WATCHING,
        read -> read.isWatching() ? 1 : 0,
        "1 while the watch of injected pods is established.");
    gauges.add(
        MetricNames.LEADER, read -> read.isLeader() ? 1 : 0, "1 on the leader, 0 on a standby.");
    for (String reason : notStartedReasons) {
      gauges.add(
          MetricNames.SIDECARS_NOT_STARTED,
          read -> read.notStarted(reason),
          "Injected pods whose sidecar has not started for a minute, by reason.",
          "reason",
          reason);
    }
  }

  private record Gauges(Values values, MeterRegistry registry) {
    void add(String name, ToDoubleFunction<Values> value, String description, String... tags) {
      Gauge.builder(name, values, value)
          .description(description)
          .tags(Tags.of(tags))
          .strongReference(true)
          .register(registry);
    }
  }
}
