package io.ebbgate.sidecar.metrics;

import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.PhaseNames;
import io.ebbgate.core.drain.AdminAction;
import io.ebbgate.core.drain.Count;
import io.ebbgate.core.drain.DrainPhase;
import io.ebbgate.core.drain.ListenerChanges;
import io.ebbgate.core.drain.Reading;
import io.ebbgate.core.drain.Trigger;
import io.ebbgate.core.drain.Verdict;
import io.ebbgate.sidecar.drain.Report;
import io.ebbgate.sidecar.drain.Witness;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** Counts what the drain tells; {@link MetricNames} has the names. */
public final class SidecarMetrics implements Witness {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final AdminMetrics admin = new AdminMetrics(registry);

  private final Gauge phase =
      gauge(
          MetricNames.DRAIN_PHASE, "1 for the phase the sidecar is in, 0 for the others", "phase");
  private final Histogram phaseDuration =
      histogram(MetricNames.DRAIN_PHASE_DURATION, "How long each phase of a drain lasted", "phase");
  private final Gauge connections =
      gauge(
          MetricNames.CONNECTIONS_ACTIVE,
          "Connections open on counted listeners; NaN where unknown");
  private final Gauge requests =
      gauge(
          MetricNames.REQUESTS_ACTIVE,
          "Requests in flight on counted listeners, and connections there that aren't HTTP; NaN"
              + " where unknown");
  private final Gauge draining =
      gauge(
          MetricNames.DRAIN_CONNECTIONS_ACTIVE,
          "Connections open on counted listeners while a drain runs, NaN where unknown; else 0");
  private final ConnectionMetrics followed = new ConnectionMetrics(registry);
  private final Gauge versions =
      gauge(
          MetricNames.LISTENER_VERSIONS_DRAINING,
          "Old versions of listeners and filter chains that still have clients; NaN where unknown");
  private final Counter started =
      counter(MetricNames.DRAINS_STARTED, "Drains that began", "trigger");
  private final Gauge lastStart =
      gauge(
          MetricNames.DRAIN_LAST_START,
          "When the last drain began, in seconds since 1970; 0 for never");
  private final Counter drains =
      counter(MetricNames.DRAINS, "Drains that ended", "outcome", "trigger");
  private final Counter timeouts =
      counter(
          MetricNames.DRAIN_TIMEOUTS,
          "Drains whose time was up before their work was done",
          "outcome");
  private final Counter strategies =
      counter(
          MetricNames.DRAIN_STRATEGY_USAGE,
          "Drains by the call that told the clients, or none",
          "strategy");
  private final Histogram duration =
      histogram(MetricNames.DRAIN_DURATION, "From the hook to its answer");
  private final Gauge budget =
      gauge(MetricNames.DRAIN_BUDGET, "The longest the last drain could have been");
  private final Gauge used =
      gauge(MetricNames.DRAIN_BUDGET_USED, "The part of its budget the last drain used");
  private final Counter refused =
      counter(MetricNames.HOOKS_REFUSED, "Hooks without the pod's token");
  private final Counter recoveries =
      counter(MetricNames.RECOVERIES, "Failed health checks of an earlier run taken back");
  private final InstantSource clock;
  private volatile boolean holding;

  /**
   * Metrics of this version.
   *
   * @param dropped counts lost log lines
   * @param grace the pod's own
   */
  public SidecarMetrics(String version, LongSupplier dropped, Duration grace, InstantSource clock) {
    this.clock = clock;
    ProcessMetrics.show(registry);
    gauge(MetricNames.DRAIN_GRACE, "The grace that the pod's own specification grants")
        .set(seconds(grace));
    for (Trigger trigger : Trigger.values()) {
      started.labelValues(trigger.word()).inc(0);
    }
    lastStart.set(0);
    versions.set(Double.NaN);
    Info.builder()
        .name(MetricNames.BUILD_INFO)
        .help("This program's version")
        .labelNames("version")
        .register(registry)
        .setLabelValues(version);
    CounterWithCallback.builder()
        .name(MetricNames.LOG_LINES_DROPPED)
        .help("Log lines that nobody took")
        .callback(callback -> callback.call((double) dropped.getAsLong()))
        .register(registry);
    connections.set(Double.NaN);
    requests.set(Double.NaN);
    PhaseNames.ALL.forEach(word -> phase.labelValues(word).set(0));
    phase.labelValues(PhaseNames.SERVING).set(1);
    refused.inc(0);
    recoveries.inc(0);
  }

  /** Counts the calls of Envoy's admin interface. */
  public AdminMetrics admin() {
    return admin;
  }

  /** A hook came without the pod's token. It is counted now: after the end nobody scrapes. */
  public void hookRefused() {
    refused.inc();
    drains.labelValues(Outcome.REFUSED.word(), "none").inc();
  }

  @Override
  public void moved(DrainPhase from, DrainPhase to, Duration lasted) {
    phase.labelValues(from.word()).set(0);
    phase.labelValues(to.word()).set(1);
    holding = to instanceof DrainPhase.Holding;
    if (from instanceof DrainPhase.Holding) {
      phaseDuration.labelValues(from.word()).observe(seconds(lasted));
    }
    if (to instanceof DrainPhase.Holding now && from instanceof DrainPhase.Serving) {
      budget.set(seconds(now.terms().budget().hold()));
      started.labelValues(now.terms().trigger().word()).inc();
      lastStart.set(clock.millis() / 1e3);
    }
    if (!holding) {
      draining.set(0);
    }
  }

  @Override
  public void read(Reading reading) {
    connections.set(number(reading.connections()));
    requests.set(number(reading.work()));
    versions.set(
        reading.changes().map(ListenerChanges::draining).map(Long::doubleValue).orElse(Double.NaN));
    draining.set(holding ? number(reading.connections()) : 0);
    if (holding) {
      followed.read(reading);
    }
  }

  @Override
  public void ended(Report report) {
    switch (report) {
      case Report.None(Outcome outcome) -> {
        if (outcome != Outcome.REFUSED) {
          drains.labelValues(outcome.word(), "none").inc();
        }
      }
      case Report.Drained drained -> ended(drained.verdict());
    }
  }

  private void ended(Verdict verdict) {
    drains.labelValues(verdict.outcome().word(), verdict.trigger().word()).inc();
    strategies.labelValues(told(verdict)).inc();
    followed.ended(verdict.connectionsAtEnd());
    duration.observe(seconds(verdict.hold()));
    budget.set(seconds(verdict.budget()));
    used.set(verdict.hold().toNanos() / Math.max(1.0, (double) verdict.budget().toNanos()));
    switch (verdict.outcome()) {
      case FORCED, SHORTENED, ADMIN_UNREACHABLE ->
          timeouts.labelValues(verdict.outcome().word()).inc();
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
        .map(AdminAction::word)
        .findFirst()
        .orElse("none");
  }

  @Override
  public void recovered() {
    recoveries.inc();
  }

  /** A scrape, in Prometheus' text format. */
  public String scrape() {
    ByteArrayOutputStream text = new ByteArrayOutputStream(8192);
    try {
      PrometheusTextFormatWriter.create().write(text, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException("memory can't fail to be written", e);
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static double number(Count count) {
    return switch (count) {
      case Count.Known(long value) -> value;
      case Count.Unknown _ -> Double.NaN;
    };
  }

  private Gauge gauge(String name, String help, String... labels) {
    return Gauge.builder().name(name).help(help).labelNames(labels).register(registry);
  }

  private Counter counter(String name, String help, String... labels) {
    return Counter.builder().name(name).help(help).labelNames(labels).register(registry);
  }

  private Histogram histogram(String name, String help, String... labels) {
    return Histogram.builder()
        .name(name)
        .help(help)
        .labelNames(labels)
        .classicOnly()
        .classicUpperBounds(0.1, 0.5, 1, 2.5, 5, 10, 15, 30, 60, 120, 300, 600)
        .register(registry);
  }
}
