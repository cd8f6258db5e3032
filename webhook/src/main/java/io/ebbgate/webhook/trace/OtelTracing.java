package io.ebbgate.webhook.trace;

import io.ebbgate.core.config.ConfigException;
import io.ebbgate.core.config.ConfigProblem;
import io.ebbgate.core.termination.DrainEvent;
import io.ebbgate.core.termination.PodIdentity;
import io.ebbgate.webhook.metrics.WebhookMetrics;
import io.ebbgate.webhook.metrics.WebhookMetrics.Result;
import io.ebbgate.webhook.review.AdmissionRequest;
import io.ebbgate.webhook.review.ReviewOutcome;
import io.ebbgate.webhook.review.ReviewOutcome.AlreadyInjected;
import io.ebbgate.webhook.review.ReviewOutcome.Denied;
import io.ebbgate.webhook.review.ReviewOutcome.Injected;
import io.ebbgate.webhook.review.ReviewOutcome.SelfCheckFailed;
import io.ebbgate.webhook.review.ReviewOutcome.Skipped;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Exports spans through OpenTelemetry's SDK: a bounded queue and a thread that empties it. */
final class OtelTracing implements Tracing {
  private static final String SCOPE = "io.ebbgate.webhook";

  /** At most this long when the program stops. */
  private static final Duration FLUSH = Duration.ofSeconds(2);

  private final OpenTelemetrySdk sdk;
  private final TextMapPropagator propagator;
  private final Tracer tracer;
  private final DrainSpans drains;
  private final InstantSource clock = InstantSource.system();

  private OtelTracing(OpenTelemetrySdk sdk, String version) {
    this.sdk = sdk;
    propagator = sdk.getPropagators().getTextMapPropagator();
    tracer = sdk.getTracer(SCOPE, version);
    drains = new DrainSpans(tracer);
  }

  static OtelTracing start(Map<String, String> environment, String version, String instance)
      throws ConfigException {
    OtelDefaults defaults = new OtelDefaults(environment, version, instance);
    try {
      OpenTelemetrySdk sdk =
          AutoConfiguredOpenTelemetrySdk.builder()
              // The SDK's own hook would not wait for reviews in flight.
              .disableShutdownHook()
              .addPropertiesSupplier(defaults::properties)
              .addResourceCustomizer((resource, _) -> defaults.resource(resource))
              .build()
              .getOpenTelemetrySdk();
      return new OtelTracing(sdk, version);
    } catch (ConfigurationException e) {
      throw new ConfigException(
          List.of(
              new ConfigProblem("OTEL_*", '"' + reason(e) + '"', "what opentelemetry.io says")));
    }
  }

  /** The first line of the root cause. */
  private static String reason(ConfigurationException e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
  }

  @Override
  public Collection<String> headers() {
    return propagator.fields();
  }

  @Override
  public void answered(
      AdmissionRequest review, ReviewOutcome outcome, Map<String, String> parent, Duration took) {
    AttributesBuilder known =
        attributes(review, Result.of(outcome), outcome.reason().wireName())
            .put(SpanKeys.PATCH_OPERATIONS, (long) outcome.operations());
    switch (outcome) {
      case Injected injected -> known.put(SpanKeys.PROFILE, injected.profile());
      case AlreadyInjected already -> known.put(SpanKeys.PROFILE, already.profile());
      case SelfCheckFailed failed -> known.put(SpanKeys.PROFILE, failed.profile());
      case Skipped _, Denied _ -> {}
    }
    Instant end = clock.instant();
    review(known.build(), parent, end.minus(took)).end(end);
  }

  @Override
  public void failed(
      AdmissionRequest review, String error, Map<String, String> parent, Duration took) {
    Attributes known =
        attributes(review, Result.ERROR, WebhookMetrics.BROKEN).put(SpanKeys.ERROR, error).build();
    Instant end = clock.instant();
    review(known, parent, end.minus(took)).setStatus(StatusCode.ERROR).end(end);
  }

  private static AttributesBuilder attributes(
      AdmissionRequest review, Result outcome, String reason) {
    return Attributes.builder()
        .put(SpanKeys.OPERATION, review.operation())
        .put(SpanKeys.NAMESPACE, review.namespace())
        .put(SpanKeys.OUTCOME, outcome.wireName())
        .put(SpanKeys.REASON, reason);
  }

  /** Sets all attributes before the start, so that a sampler can use them. */
  private Span review(Attributes known, Map<String, String> parent, Instant from) {
    return tracer
        .spanBuilder(SpanKeys.REVIEW)
        .setParent(propagator.extract(Context.root(), parent, HeaderGetter.HEADERS))
        .setSpanKind(SpanKind.SERVER)
        .setStartTimestamp(from)
        .setAllAttributes(known)
        .startSpan();
  }

  @Override
  public void drained(PodIdentity pod, DrainEvent event, Instant at) {
    drains.record(pod, event, at);
  }

  @Override
  public void close() {
    var _ = sdk.shutdown().join(FLUSH.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Gives a propagator the request's headers, whose names are spelt as the propagator's fields. */
  private enum HeaderGetter implements TextMapGetter<Map<String, String>> {
    HEADERS;

    @Override
    public Iterable<String> keys(Map<String, String> headers) {
      return headers.keySet();
    }

    @Override
    public @Nullable String get(@Nullable Map<String, String> headers, String name) {
      return headers == null ? null : headers.get(name);
    }
  }
}
