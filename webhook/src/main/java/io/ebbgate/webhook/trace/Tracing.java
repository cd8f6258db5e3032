package io.ebbgate.webhook.trace;

import io.ebbgate.core.config.ConfigException;
import io.ebbgate.core.termination.PodIdentity;
import io.ebbgate.core.termination.Termination;
import io.ebbgate.webhook.review.PodReview;
import io.ebbgate.webhook.review.Reviewed;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Makes a span of what is over. Nothing waits for it: what can't be sent is dropped. Safe for use
 * by several threads.
 */
public interface Tracing extends AutoCloseable {
  /** Off: it takes no thread, and nothing of OpenTelemetry is loaded. */
  Tracing OFF = new Off();

  /**
   * What the environment asks for; whoever is off never meets the class of whoever is on.
   *
   * @param environment the program's own
   * @param version of the program
   * @param instance this replica's name, or empty
   * @throws ConfigException for an environment that OpenTelemetry can't use
   */
  static Tracing of(
      TraceSwitch traces, Map<String, String> environment, String version, String instance)
      throws ConfigException {
    return switch (traces) {
      case OFF -> OFF;
      case ON -> OtelTracing.start(environment, version, instance);
    };
  }

  /** The headers of a request that say whose trace it is a part of. */
  Collection<String> headers();

  /**
   * A review was answered just now.
   *
   * @param parent those of {@link #headers()} that the request had
   */
  void answered(PodReview review, Reviewed reviewed, Map<String, String> parent, Duration took);

  /** A review ended just now in an error of our own, of that class. */
  void failed(PodReview review, String error, Map<String, String> parent, Duration took);

  /**
   * A departure was told of.
   *
   * @param at when it was seen
   */
  void told(PodIdentity pod, Termination departure, Instant at);

  /** Sends what waits, and does not take long. */
  @Override
  void close();

  /** Tells nobody. */
  final class Off implements Tracing {
    private Off() {}

    @Override
    public Collection<String> headers() {
      return List.of();
    }

    @Override
    public void answered(
        PodReview review, Reviewed reviewed, Map<String, String> parent, Duration took) {}

    @Override
    public void failed(PodReview review, String error, Map<String, String> parent, Duration took) {}

    @Override
    public void told(PodIdentity pod, Termination departure, Instant at) {}

    @Override
    public void close() {}
  }
}
