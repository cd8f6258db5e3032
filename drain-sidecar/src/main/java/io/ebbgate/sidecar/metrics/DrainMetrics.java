package io.ebbgate.sidecar.metrics;

import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.PhaseNames;
import io.ebbgate.core.drain.AdminAction;
import io.ebbgate.core.drain.DrainPhase;
import io.ebbgate.core.drain.Verdict;
import io.ebbgate.core.verdict.Trigger;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.Stream;

/** Counts drains: how they began, through which phases they went, and how they ended. */
final class DrainMetrics {
  private final InstantSource clock;
  private final Gauge phase;
  private final Histogram phaseDuration;
  private final Counter started;
  private final Gauge lastStart;
  private final Counter drains;
  private final Counter timeouts;
  private final Counter strategies;
  private final Histogram duration;
  private final Gauge budget;
  private final Gauge used;

  DrainMetrics(MetricFactory factory, InstantSource clock) {
    this.clock = clock;
    phase =
        factory.gauge(
            MetricNames.DRAIN_PHASE,
            "1 for the phase the sidecar is in, 0 for the others",
            "phase");
    phaseDuration =
        factory.histogram(
            MetricNames.DRAIN_PHASE_DURATION, "How long each phase of a drain lasted", "phase");
    started = factory.counter(MetricNames.DRAINS_STARTED, "Drains that began", "trigger");
    lastStart =
        factory.gauge(
            MetricNames.DRAIN_LAST_START,
            "When the last drain began, in seconds since 1970; 0 for never");
    drains = factory.counter(MetricNames.DRAINS, "Drains that ended", "outcome", "trigger");
    timeouts =
        factory.counter(
            MetricNames.DRAIN_TIMEOUTS,
            "Drains whose time was up before their work was done",
            "outcome");
    strategies =
        factory.counter(
            MetricNames.DRAIN_STRATEGY_USAGE,
            "Drains by the call that told the clients, or none",
            "strategy");
    duration = factory.histogram(MetricNames.DRAIN_DURATION, "From the hook to its answer");
    budget = factory.gauge(MetricNames.DRAIN_BUDGET, "The longest the last drain could have been");
    used =
        factory.gauge(MetricNames.DRAIN_BUDGET_USED, "The part of its budget the last drain used");
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

  /** There was none. */
  void none(Outcome outcome) {
    drains.labelValues(outcome.wireName(), "none").inc();
  }

  void ended(Verdict verdict) {
    drains.labelValues(verdict.outcome().wireName(), verdict.trigger().wireName()).inc();
    strategies.labelValues(told(verdict)).inc();
    duration.observe(seconds(verdict.hold()));
    budget.set(seconds(verdict.budget()));
    used.set(verdict.hold().toNanos() / Math.max(1.0, (double) verdict.budget().toNanos()));
    switch (verdict.outcome()) {
      case FORCED, SHORTENED, ADMIN_UNREACHABLE ->
          timeouts.labelValues(verdict.outcome().wireName()).inc();
      case CLEAN, LINGERED, PROXY_EXITED, RESTART, NOT_ASKED, REFUSED, KILLED, LOST -> {
        // In time, or not for a sidecar to say.
      }
    }
  }

  /**
   * The call that told the clients: the planned one, or a failed health check, if Envoy took it.
   */
  private static String told(Verdict verdict) {
    return Stream.of(verdict.plan().announcement(), AdminAction.FAIL_READINESS)
        .filter(verdict.actions()::contains)
        .map(AdminAction::wireName)
        .findFirst()
        .orElse("none");
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
