package io.ebbgate.webhook.metrics;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.admission.Profile;
import io.ebbgate.core.admission.Reason;
import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.webhook.review.ReviewOutcome;
import io.ebbgate.webhook.review.ReviewOutcome.AlreadyInjected;
import io.ebbgate.webhook.review.ReviewOutcome.Denied;
import io.ebbgate.webhook.review.ReviewOutcome.Injected;
import io.ebbgate.webhook.review.ReviewOutcome.SelfCheckFailed;
import io.ebbgate.webhook.review.ReviewOutcome.Skipped;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;

/**
 * Metrics of admission reviews. Every label has a closed set of values, and a series whose labels
 * are known at the start is there from the start, at zero.
 */
public final class WebhookMetrics {
  private static final OpenMetricsTextFormatWriter OPEN = OpenMetricsTextFormatWriter.create();
  private static final String OUTCOME = "outcome";
  private static final String REASON = "reason";
  private static final String VERSION = "version";
  private static final String PROFILE = "profile";

  /** In ms. Has 5, 25 and 100, as the API server's own histogram of webhooks does. */
  private static final Duration[] BUCKETS =
      DoubleStream.of(0.5, 1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500)
          .mapToObj(millis -> Duration.ofNanos(Math.round(millis * 1e6)))
          .toArray(Duration[]::new);

  /** The outcome of a review. */
  public enum Result {
    INJECTED,
    SKIPPED,
    DENIED,
    ERROR;

    /** The label's value, {@code injected}. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The result that an outcome is counted as. */
    public static Result of(ReviewOutcome outcome) {
      return switch (outcome) {
        case Injected _ -> INJECTED;
        case AlreadyInjected _, SelfCheckFailed _, Skipped _ -> SKIPPED;
        case Denied _ -> DENIED;
      };
    }
  }

  /** The response to a scrape: its content type and body. */
  public record Scrape(String type, String text) {
    public Scrape {
      requireNonNull(type);
      requireNonNull(text);
    }
  }

  /** The reason of a review that ended in an internal error. */
  public static final String BROKEN = "internal_error";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicInteger inFlight = new AtomicInteger();
  private final Counter selfCheckFailures;
  private final Counter warnings;
  private final DistributionSummary operations;

  public WebhookMetrics(String version) {
    Gauge.builder(MetricNames.ADMISSION_IN_FLIGHT, inFlight, AtomicInteger::get)
        .description("Admission reviews in flight.")
        .register(registry);
    // Micrometer has no such type, and takes the suffix off a gauge.
    Info.builder()
        .name(MetricNames.BUILD_INFO)
        .help("Always 1; the version is a label.")
        .labelNames(VERSION)
        .register(registry.getPrometheusRegistry())
        .setLabelValues(version);
    selfCheckFailures =
        Counter.builder(MetricNames.ADMISSION_SELF_CHECK_FAILURES)
            .description("Patches that failed the self-check.")
            .register(registry);
    warnings =
        Counter.builder(MetricNames.ADMISSION_WARNINGS)
            .description("Warnings in admission responses.")
            .register(registry);
    operations =
        DistributionSummary.builder(MetricNames.ADMISSION_PATCH_OPERATIONS)
            .description("JSON Patch operations per patch.")
            .serviceLevelObjectives(1, 2, 5, 10, 20, 50)
            .register(registry);
    registerRuntime();
    for (Result result : Result.values()) {
      duration(result);
    }
    for (Reason reason : Reason.values()) {
      requests(reason.changes() ? Result.INJECTED : Result.SKIPPED, reason.wireName());
    }
    requests(Result.DENIED, Reason.BAD_SETTING.wireName());
    requests(Result.ERROR, BROKEN);
  }

  /** The metrics of the process and its JVM. */
  private void registerRuntime() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    // Never closed: it listens to the collector until the process ends.
    @SuppressWarnings("resource")
    JvmGcMetrics collector = new JvmGcMetrics();
    collector.bindTo(registry);
    ProcessMetrics.builder().register(registry.getPrometheusRegistry());
  }

  /** The registry of all metrics; Vert.x adds its own. */
  public PrometheusMeterRegistry registry() {
    return registry;
  }

  /** A review has been received completely. */
  public void began() {
    inFlight.incrementAndGet();
  }

  /** A review that began has ended, with or without an answer. */
  public void ended() {
    inFlight.decrementAndGet();
  }

  /** A review that began was answered. */
  public void answered(ReviewOutcome outcome, Duration took) {
    count(Result.of(outcome), outcome.reason().wireName(), took);
    warnings.increment(outcome.warnings().size());
    switch (outcome) {
      case Injected injected -> {
        operations.record(outcome.operations());
        injected(injected.profile()).increment();
      }
      case SelfCheckFailed _ -> selfCheckFailures.increment();
      case AlreadyInjected _, Skipped _, Denied _ -> {}
    }
  }

  /** A review that began ended in an internal error. */
  public void failed(Duration took) {
    count(Result.ERROR, BROKEN, took);
  }

  private void count(Result result, String reason, Duration took) {
    requests(result, reason).increment();
    duration(result).record(took);
  }

  private Counter requests(Result result, String reason) {
    return Counter.builder(MetricNames.ADMISSION_REQUESTS)
        .description("Admission reviews answered, by outcome and reason.")
        .tag(OUTCOME, result.wireName())
        .tag(REASON, reason)
        .register(registry);
  }

  /** Creates the series of these profiles at zero. */
  public void profiles(List<Profile> profiles) {
    profiles.forEach(profile -> injected(profile.name()));
  }

  private Counter injected(String profile) {
    return Counter.builder(MetricNames.ADMISSION_INJECTED)
        .description("Pods injected, by profile.")
        .tag(PROFILE, profile)
        .register(registry);
  }

  private Timer duration(Result result) {
    return Timer.builder(MetricNames.ADMISSION_DURATION)
        .description("Time from a review's last byte to its answer.")
        .tag(OUTCOME, result.wireName())
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  /**
   * A request was not an admission review.
   *
   * @param reason one of a closed set of values
   */
  public void rejected(String reason) {
    rejections(reason).increment();
  }

  /**
   * Creates the series of a reason at zero.
   *
   * @param reason one of a closed set of values
   */
  public void rejectable(String reason) {
    var _ = rejections(reason);
  }

  private Counter rejections(String reason) {
    return Counter.builder(MetricNames.ADMISSION_REJECTED_BODIES)
        .description("Requests rejected before review, by reason.")
        .tag(REASON, reason)
        .register(registry);
  }

  /**
   * Answers a scrape in OpenMetrics if {@code accept} allows it, else in Prometheus' text format.
   *
   * @param accept the header of that name; may be empty
   */
  public Scrape scrape(String accept) {
    String type =
        OPEN.accepts(accept) ? OPEN.getContentType() : PrometheusTextFormatWriter.CONTENT_TYPE;
    return new Scrape(type, registry.scrape(type));
  }
}
