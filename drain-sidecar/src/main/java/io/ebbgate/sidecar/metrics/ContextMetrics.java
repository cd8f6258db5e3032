package io.ebbgate.sidecar.metrics;

import io.ebbgate.core.context.ContextChange;
import io.ebbgate.core.context.DrainContext;
import io.ebbgate.core.context.DrainContext.Drain;
import io.ebbgate.core.context.DrainContext.Kind;
import io.ebbgate.core.context.DrainContext.State;
import io.ebbgate.core.context.DrainContexts;
import io.ebbgate.core.context.Scenario;
import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.WireName;
import io.ebbgate.core.drain.EnvoyFacts.Strategy;
import io.ebbgate.core.verdict.Count;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.List;

/** Metrics of drain contexts, by the names of Orion's proposal; labels are from closed sets. */
final class ContextMetrics {
  private static final double[] SECONDS = {1, 5, 10, 30, 60, 120, 300, 600, 900};

  private final Gauge versions;
  private final Gauge connections;
  private final Histogram duration;
  private final Counter timeouts;
  private final Counter transitions;
  private final Counter strategies;

  ContextMetrics(MetricFactory factory) {
    versions =
        factory.gauge(
            MetricNames.LISTENER_VERSIONS_ACTIVE,
            "Versions of counted listeners that Envoy has, by what they do",
            "state");
    connections =
        factory.gauge(
            MetricNames.LISTENER_DRAIN_CONNECTIONS,
            "Connections open on versions of listeners that drain; NaN where unknown",
            "scenario");
    duration =
        factory.histogram(
            MetricNames.LISTENER_DRAIN_DURATION,
            "How long the drain of a version of a listener took",
            SECONDS,
            "scenario");
    timeouts =
        factory.counter(
            MetricNames.LISTENER_DRAIN_TIMEOUTS,
            "Drains of versions of listeners that ended by cutting connections",
            "scenario");
    transitions =
        factory.counter(
            MetricNames.CONNECTION_TRANSITIONS,
            "Connections by what became of them in drains of their listener",
            "from",
            "to");
    strategies =
        factory.counter(
            MetricNames.DRAIN_STRATEGY_USAGE,
            "Drains of versions of listeners by their strategy",
            "pace",
            "scenario",
            "strategy");
    for (Scenario scenario : Scenario.values()) {
      connections.labelValues(WireName.of(scenario)).set(0);
      timeouts.labelValues(WireName.of(scenario)).inc(0);
    }
    for (State state : List.of(State.ACTIVE, State.DRAINING, State.CLOSING)) {
      versions.labelValues(WireName.of(state)).set(0);
    }
    moved(State.ACTIVE, State.DRAINING, 0);
    moved(State.DRAINING, State.CLOSED, 0);
    moved(State.DRAINING, State.CLOSING, 0);
    moved(State.CLOSING, State.CLOSED, 0);
    for (Kind kind : Kind.values()) {
      for (Strategy pace : Strategy.values()) {
        strategies
            .labelValues(
                WireName.of(pace), WireName.of(Scenario.LISTENER_UPDATE), WireName.of(kind))
            .inc(0);
      }
    }
  }

  void changed(DrainContexts now, List<ContextChange> changes, long at) {
    changes.forEach(change -> changed(change, at));
    for (State state : List.of(State.ACTIVE, State.DRAINING, State.CLOSING)) {
      versions
          .labelValues(WireName.of(state))
          .set((double) now.contexts().stream().filter(each -> each.state() == state).count());
    }
    for (Scenario scenario : Scenario.values()) {
      connections.labelValues(WireName.of(scenario)).set(open(now, scenario));
    }
  }

  private static double open(DrainContexts now, Scenario scenario) {
    Count open =
        now.draining().stream()
            .filter(each -> each.drain().filter(by -> by.scenario() == scenario).isPresent())
            .map(DrainContext::open)
            .reduce(Count.of(0), Count::plus);
    return open instanceof Count.Known(long many) ? many : Double.NaN;
  }

  private void changed(ContextChange change, long at) {
    DrainContext context = change.context();
    moved(State.ACTIVE, State.DRAINING, change.entered());
    moved(State.DRAINING, State.CLOSED, change.closed());
    moved(State.DRAINING, State.CLOSING, change.cut());
    moved(State.CLOSING, State.CLOSED, change.cut());
    if (context.drain().isEmpty()) {
      return;
    }
    Drain drain = context.drain().get();
    String scenario = WireName.of(drain.scenario());
    if (change.begins()) {
      strategies
          .labelValues(WireName.of(drain.pace()), scenario, WireName.of(context.kind()))
          .inc();
    }
    if (change.ends()) {
      duration.labelValues(scenario).observe(Math.max(0, at - drain.at()) / 1e9);
      timeouts.labelValues(scenario).inc(change.cut() > 0 ? 1 : 0);
    }
  }

  private void moved(State from, State to, long many) {
    transitions.labelValues(WireName.of(from), WireName.of(to)).inc((double) many);
  }
}
