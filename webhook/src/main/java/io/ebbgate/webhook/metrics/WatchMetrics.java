package io.ebbgate.webhook.metrics;

import io.ebbgate.core.contract.MetricNames;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Collection;
import java.util.function.ToDoubleFunction;

/** Shows how the watch of injected pods is doing. */
public final class WatchMetrics {
  private WatchMetrics() {}

  /** What is asked at every scrape. */
  public interface Watch {
    /** Injected pods that are there. */
    int pods();

    /** Those of them that are to leave. */
    long leaving();

    /** Those of them whose sidecar has not started for too long. */
    long notStarted(String why);

    /** Departures that are to be told and are not yet. */
    int waiting();

    /** Whether it stands. */
    boolean stands();

    /** Whether this replica is the one that writes. */
    boolean writes();
  }

  /** Shows it from now on. */
  public static void show(Watch watch, Collection<String> whys, MeterRegistry registry) {
    Gauges gauges = new Gauges(watch, registry);
    gauges.add(MetricNames.INJECTED_PODS, Watch::pods, "Injected pods that are watched.");
    gauges.add(MetricNames.TERMINATING_PODS, Watch::leaving, "Injected pods that are to leave.");
    gauges.add(
        MetricNames.DRAIN_REPORTS_PENDING, Watch::waiting, "Departures that are not told of yet.");
    gauges.add(
        MetricNames.OBSERVER_WATCHING,
        seen -> seen.stands() ? 1 : 0,
        "1 while the watch of injected pods stands.");
    gauges.add(MetricNames.LEADER, seen -> seen.writes() ? 1 : 0, "1 for the replica that writes.");
    for (String why : whys) {
      gauges.add(
          MetricNames.SIDECARS_NOT_STARTED,
          seen -> seen.notStarted(why),
          "Injected pods whose sidecar has not started for a minute.",
          "reason",
          why);
    }
  }

  private record Gauges(Watch watch, MeterRegistry registry) {
    void add(String name, ToDoubleFunction<Watch> value, String description, String... tags) {
      Gauge.builder(name, watch, value)
          .description(description)
          .tags(Tags.of(tags))
          .strongReference(true)
          .register(registry);
    }
  }
}
