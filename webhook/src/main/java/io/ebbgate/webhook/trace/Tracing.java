package io.ebbgate.webhook.trace;

import io.ebbgate.core.config.ConfigException;
import io.ebbgate.core.termination.DrainEvent;
import io.ebbgate.core.termination.PodIdentity;
import io.ebbgate.webhook.review.AdmissionRequest;
import io.ebbgate.webhook.review.ReviewOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Records spans of finished reviews and drains. It never blocks: spans that can't be exported are
 * dropped. Safe for use by several threads.
 */
public interface Tracing extends AutoCloseable {
  /** Records nothing: no thread, and nothing of OpenTelemetry is loaded. */
  Tracing OFF = new Tracing() {};

  /**
   * Starts tracing, or returns {@link #OFF} without loading OpenTelemetry's classes.
   *
   * @param environment the process's environment
   * @param version the program's version
   * @param instance this replica's name, or empty
   * @throws ConfigException for an environment that OpenTelemetry refuses
   */
  static Tracing of(
      TraceSwitch traces, Map<String, String> environment, String version, String instance)
      throws ConfigException {
    return switch (traces) {
      case OFF -> OFF;
      case ON -> OtelTracing.start(environment, version, instance);
    };
  }

  /** The request headers that carry the parent trace. */
  default Collection<String> headers() {
    return List.of();
  }

  /**
   * Records a review that was answered now.
   *
   * @param parent the values of {@link #headers()} in the request
   */
  default void answered(
      AdmissionRequest review, ReviewOutcome outcome, Map<String, String> parent, Duration took) {}

  /** Records a review that ended now in an internal error of that class. */
  default void failed(
      AdmissionRequest review, String error, Map<String, String> parent, Duration took) {}

  /**
   * Records the drain of a terminated pod.
   *
   * @param at when its end was observed
   */
  default void drained(PodIdentity pod, DrainEvent event, Instant at) {}

  /** Exports pending spans, with a short deadline. */
  @Override
  default void close() {}
}
