package io.ebbgate.sidecar.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ebbgate.core.context.ContextChange;
import io.ebbgate.core.context.DrainContexts;
import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.WireName;
import io.ebbgate.core.drain.DrainPhase;
import io.ebbgate.core.drain.ListenerChanges;
import io.ebbgate.core.drain.Reading;
import io.ebbgate.core.drain.Restrictions;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.DrainRecord;
import io.ebbgate.core.verdict.DrainRecord.ClosedByForce;
import io.ebbgate.core.verdict.Verdict;
import io.ebbgate.sidecar.report.DrainListener;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The sidecar's metrics; {@link MetricNames} has their names. */
public final class SidecarMetrics implements DrainListener {
  /** A response to Prometheus: OpenMetrics where that is asked for, else its older text format. */
  public record Scrape(String type, String text) {
    private static final OpenMetricsTextFormatWriter OPEN = OpenMetricsTextFormatWriter.create();
    private static final PrometheusTextFormatWriter PLAIN = PrometheusTextFormatWriter.create();

    private static Scrape of(MetricSnapshots snapshots, String accept) {
      ExpositionFormatWriter writer = OPEN.accepts(accept) ? OPEN : PLAIN;
      ByteArrayOutputStream text = new ByteArrayOutputStream(8192);
      try {
        writer.write(text, snapshots);
      } catch (IOException e) {
        throw new UncheckedIOException("memory can't fail to be written", e);
      }
      return new Scrape(writer.getContentType(), text.toString(UTF_8));
    }
  }

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final MetricFactory factory = MetricFactory.of(registry);
  private final AdminMetrics admin = new AdminMetrics(factory);
  private final ContextMetrics contexts = new ContextMetrics(factory);
  private final Gauge connections =
      factory.gauge(
          MetricNames.CONNECTIONS_ACTIVE, "Connections open on counted listeners; NaN if unknown");
  private final Gauge requests =
      factory.gauge(
          MetricNames.REQUESTS_ACTIVE,
          "Requests in flight on counted listeners, and connections there that aren't HTTP; NaN"
              + " where unknown");
  private final Gauge draining =
      factory.gauge(
          MetricNames.DRAIN_CONNECTIONS_ACTIVE,
          "Connections open on counted listeners while a drain runs, NaN where unknown; else 0");
  private final Gauge versions =
      factory.gauge(
          MetricNames.LISTENER_VERSIONS_DRAINING,
          "Old versions of listeners and filter chains that still have clients; NaN where"
              + " unknown");
  private final Gauge forbidden =
      factory.gauge(
          MetricNames.ADMIN_PATHS_FORBIDDEN,
          "Paths that a drain needs and that Envoy's admin interface forbids; NaN until known");
  private final Gauge missing =
      factory.gauge(
          MetricNames.STATISTICS_MISSING,
          "Statistics that a drain counts by and that Envoy does not keep of its listeners; NaN"
              + " until known");
  private final Gauge forceClose =
      factory.gauge(
          MetricNames.FORCE_CLOSE_AVAILABLE,
          "1 if connections can be closed by force, 0 if not; NaN where force-close is off");
  private final Counter forced =
      factory.counter(
          MetricNames.CONNECTIONS_FORCE_CLOSED,
          "Connections that drains closed by force",
          "protocol");
  private final Gauge selectiveClose =
      factory.gauge(
          MetricNames.SELECTIVE_CLOSE_AVAILABLE,
          "1 if connections of a listener can be closed on demand, 0 if not; NaN where the pod does"
              + " not request it");
  private final CloseMetrics closes = new CloseMetrics(factory);
  private final Counter refused =
      factory.counter(
          MetricNames.HOOKS_REFUSED, "Hooks rejected because they lack the pod's token");
  private final Counter recoveries =
      factory.counter(
          MetricNames.READINESS_RESTORED, "Health checks restored that an earlier run had failed");
  private final Counter refusals =
      factory.counter(
          MetricNames.REQUESTS_REFUSED,
          "Connections and requests of the sidecar's ports that were refused",
          "cause");
  private final DrainMetrics drains;
  private volatile boolean holding;

  /**
   * Metrics of this version.
   *
   * @param dropped counts lost log lines
   * @param grace the pod's own
   */
  public SidecarMetrics(String version, LongSupplier dropped, Duration grace, InstantSource clock) {
    ProcessMetrics.register(factory);
    drains = new DrainMetrics(factory, clock);
    factory
        .gauge(MetricNames.DRAIN_GRACE, "The pod's terminationGracePeriodSeconds")
        .set(grace.toNanos() / 1e9);
    Info.builder(factory.properties())
        .name(MetricNames.BUILD_INFO)
        .help("This program's version")
        .labelNames("version")
        .register(registry)
        .setLabelValues(version);
    factory.counter(
        MetricNames.LOG_LINES_DROPPED, "Log lines dropped", () -> (double) dropped.getAsLong());
    connections.set(Double.NaN);
    requests.set(Double.NaN);
    versions.set(Double.NaN);
    forbidden.set(Double.NaN);
    missing.set(Double.NaN);
    forceClose.set(Double.NaN);
    selectiveClose.set(Double.NaN);
    forceClosed(ClosedByForce.NONE);
    refused.inc(0);
    for (Refusal cause : Refusal.values()) {
      refusals.labelValues(WireName.of(cause)).inc(0);
    }
    recoveries.inc(0);
  }

  /** Counts the calls of Envoy's admin interface. */
  public AdminMetrics admin() {
    return admin;
  }

  /** A hook came without the pod's token; any client can send one, so it is no end of a drain. */
  public void hookRefused() {
    refused.inc();
  }

  /** A port refused a connection or a request. */
  public void refused(Refusal cause) {
    refusals.labelValues(WireName.of(cause)).inc();
  }

  @Override
  public void phaseChanged(DrainPhase from, DrainPhase to, Duration lasted) {
    drains.phaseChanged(from, to, lasted);
    holding = to instanceof DrainPhase.Holding;
    if (!holding) {
      draining.set(0);
    }
  }

  @Override
  public void polled(Reading reading) {
    connections.set(number(reading.connections()));
    requests.set(number(reading.work()));
    versions.set(
        reading.changes().map(ListenerChanges::draining).map(Long::doubleValue).orElse(Double.NaN));
    draining.set(holding ? number(reading.connections()) : 0);
  }

  @Override
  public void contextsChanged(DrainContexts now, List<ContextChange> changes, long at) {
    contexts.changed(now, changes, at);
  }

  /** Whether connections can be closed by force; empty where the pod doesn't ask for it. */
  public void forceClose(Optional<Boolean> available) {
    available.ifPresent(can -> forceClose.set(can ? 1 : 0));
  }

  /** Whether connections can be closed on demand; empty where the pod doesn't request it. */
  public void selectiveClose(Optional<Boolean> available) {
    available.ifPresent(can -> selectiveClose.set(can ? 1 : 0));
  }

  /** Counts what calls of the control port close. */
  public CloseMetrics closes() {
    return closes;
  }

  private void forceClosed(ClosedByForce closed) {
    forced.labelValues("http").inc((double) closed.http());
    forced.labelValues("tcp").inc((double) closed.tcp());
  }

  @Override
  public void probed(Restrictions restrictions) {
    forbidden.set(restrictions.forbidden().size());
  }

  @Override
  public void statisticsProbed(int absent) {
    missing.set(absent);
  }

  @Override
  public void drainEnded(Verdict verdict) {
    if (verdict.drain().isPresent()) {
      DrainRecord drain = verdict.drain().get();
      drains.ended(verdict.outcome(), drain);
      forceClosed(drain.closed());
    } else {
      drains.none(verdict.outcome());
    }
  }

  @Override
  public void readinessRestored() {
    recoveries.inc();
  }

  /** A scrape; {@code accept} is the request's header of that name, and may be empty. */
  public Scrape scrape(String accept) {
    return Scrape.of(registry.scrape(), accept);
  }

  private static double number(Count count) {
    return switch (count) {
      case Count.Known(long value) -> value;
      case Count.Unknown _ -> Double.NaN;
    };
  }
}
