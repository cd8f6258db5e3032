package io.ebbgate.sidecar.metrics;

import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.PhaseNames;
import io.ebbgate.core.drain.DrainPhase;
import io.ebbgate.core.verdict.DrainRecord;
import io.ebbgate.core.verdict.Trigger;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import java.time.Duration;
import java.time.InstantSource;

/** Metrics of drains: their triggers, phases and outcomes. */
final class DrainMetrics {
  /** Upper bounds of the buckets of drains, in seconds. */
  private static final double[] SECONDS = {0.1, 0.5, 1, 2.5, 5, 10, 15, 30, 60, 120, 300, 600};

  private final InstantSource clock;
  private final Gauge phase;
  private final Histogram phaseDuration;
  private final Counter started;
  private final Gauge lastStart;
  private final Counter drains;
  private final Counter timeouts;
  private final Histogram duration;
  private final Gauge budget;
  private final Gauge used;

  DrainMetrics(MetricFactory factory, InstantSource clock) {
    this.clock = clock;
    phase =
        factory.gauge(
            MetricNames.DRAIN_PHASE, "1 for the current phase, 0 for the others", "phase");
    phaseDuration =
        factory.histogram(
            MetricNames.DRAIN_PHASE_DURATION,
            "Duration of each phase of a drain",
            SECONDS,
            "phase");
    started = factory.counter(MetricNames.DRAINS_STARTED, "Drains started", "trigger");
    lastStart =
        factory.gauge(
            MetricNames.DRAIN_LAST_START, "Start of the last drain, Unix seconds; 0 for none");
    drains = factory.counter(MetricNames.DRAINS, "Drains finished", "outcome", "trigger");
    timeouts =
        factory.counter(
            MetricNames.DRAIN_TIMEOUTS,
            "Drains that reached their deadline with work left",
            "outcome");
    duration =
        factory.histogram(MetricNames.DRAIN_DURATION, "Time from the hook to its answer", SECONDS);
    budget =
        factory.gauge(
            MetricNames.DRAIN_BUDGET, "Budget of the last drain: its longest possible duration");
    used =
        factory.gauge(
            MetricNames.DRAIN_BUDGET_USED, "Part of its budget that the last drain used, from 0");
    for (Trigger trigger : Trigger.values()) {
      started.labelValues(trigger.wireName()).inc(0);
    }
    lastStart.set(0);
    PhaseNames.ALL.forEach(word -> phase.labelValues(word).set(0));
    phase.labelValues(PhaseNames.SERVING).set(1);
  }

  void phaseChanged(DrainPhase from, DrainPhase to, Duration lasted) {
    phase.labelValues(from.wireName()).set(0);
    phase.labelValues(to.wireName()).set(1);
    if (from instanceof DrainPhase.Holding) {
      phaseDuration.labelValues(from.wireName()).observe(seconds(lasted));
    }
    if (to instanceof DrainPhase.Holding now && from instanceof DrainPhase.Serving) {
      budget.set(seconds(now.terms().budget().hold()));
      started.labelValues(now.terms().trigger().wireName()).inc();
      lastStart.set(clock.millis() / 1e3);
    }
  }

  /** The program exits without a drain. */
  void none(Outcome outcome) {
    drains.labelValues(outcome.wireName(), "none").inc();
  }

  void ended(Outcome outcome, DrainRecord drain) {
    Duration hold = drain.timing().hold();
    Duration allowed = drain.timing().budget();
    drains.labelValues(outcome.wireName(), drain.trigger().wireName()).inc();
    duration.observe(seconds(hold));
    budget.set(seconds(allowed));
    used.set(hold.toNanos() / Math.max(1.0, (double) allowed.toNanos()));
    switch (outcome) {
      case FORCED, SHORTENED, ADMIN_UNREACHABLE -> timeouts.labelValues(outcome.wireName()).inc();
      case CLEAN, LINGERED, PROXY_EXITED, RESTART, NOT_ASKED, REFUSED, KILLED, LOST -> {
        // In time, or not known to a sidecar.
      }
    }
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
