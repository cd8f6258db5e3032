package io.ebbgate.webhook.metrics;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.config.DurationText;
import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.DrainRecord;
import io.ebbgate.core.verdict.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The series of one workload. All exist at zero from the beginning: {@code rate()} does not see a
 * counter that begins at one.
 */
final class WorkloadMeters {
  /** No gateway has more connections or requests; a forged verdict may say so. */
  static final long MOST_LEFT = 10_000_000;

  private static final Duration[] HOLDS =
      LongStream.of(1, 2, 5, 10, 15, 30, 60, 120, 300, 600)
          .mapToObj(Duration::ofSeconds)
          .toArray(Duration[]::new);
  private static final double[] FRACTIONS = {0.1, 0.25, 0.5, 0.75, 0.9, 1};

  private final Map<Outcome, Counter> results = new EnumMap<>(Outcome.class);
  private final Counter connections;
  private final Counter requests;
  private final Timer hold;
  private final DistributionSummary used;

  WorkloadMeters(MeterRegistry registry, Tags owner) {
    for (Outcome outcome : Outcome.values()) {
      results.put(
          outcome,
          Counter.builder(MetricNames.DRAIN_RESULTS)
              .description("Drains of terminated pods, by verdict.")
              .tags(owner.and("verdict", outcome.wireName()))
              .register(registry));
    }
    connections =
        Counter.builder(MetricNames.DRAIN_CONNECTIONS_LEFT)
            .description("Connections open when gateways were stopped.")
            .tags(owner)
            .register(registry);
    requests =
        Counter.builder(MetricNames.DRAIN_REQUESTS_LEFT)
            .description("Requests active when gateways were stopped.")
            .tags(owner)
            .register(registry);
    hold =
        Timer.builder(MetricNames.DRAIN_HOLD)
            .description("Time from the preStop hook's call to its answer.")
            .tags(owner)
            .serviceLevelObjectives(HOLDS)
            .register(registry);
    used =
        DistributionSummary.builder(MetricNames.DRAIN_USED)
            .description("Fraction of its budget that a drain used.")
            .tags(owner)
            .serviceLevelObjectives(FRACTIONS)
            .register(registry);
  }

  /** Counts a drain; numbers that no drain reaches are lowered to what one can. */
  void count(Verdict verdict) {
    requireNonNull(results.get(verdict.outcome())).increment();
    verdict.drain().ifPresent(this::count);
  }

  private void count(DrainRecord drain) {
    Duration held = plausible(drain.timing().hold());
    Duration budget = plausible(drain.timing().budget());
    hold.record(held);
    if (budget.isPositive()) {
      used.record(Math.min(1, (double) held.toNanos() / budget.toNanos()));
    }
    connections.increment(left(drain.connections().end()));
    requests.increment(left(drain.requests().end()));
  }

  private static Duration plausible(Duration duration) {
    return duration.isNegative()
        ? Duration.ZERO
        : duration.compareTo(DurationText.LONGEST) > 0 ? DurationText.LONGEST : duration;
  }

  private static double left(Count count) {
    return switch (count) {
      case Count.Known(long value) -> (double) Math.min(value, MOST_LEFT);
      case Count.Unknown _ -> 0;
    };
  }

  /** Removes the series. */
  void remove(MeterRegistry registry) {
    Stream.concat(results.values().stream(), Stream.<Meter>of(connections, requests, hold, used))
        .forEach(registry::remove);
  }
}
