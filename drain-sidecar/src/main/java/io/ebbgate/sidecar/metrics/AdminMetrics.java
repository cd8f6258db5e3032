package io.ebbgate.sidecar.metrics;

import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.sidecar.envoy.AdminCall;
import io.ebbgate.sidecar.envoy.AdminResult;
import io.ebbgate.sidecar.envoy.EnvoyAdmin;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;

/** Counts and times calls of Envoy's admin interface; paths and codes are from bounded sets. */
public final class AdminMetrics {
  private final Counter calls;
  private final Histogram duration;
  private final Gauge failures;

  AdminMetrics(MetricFactory factory) {
    calls =
        factory.counter(
            MetricNames.ADMIN_REQUESTS, "Calls of Envoy's admin interface", "path", "code");
    duration =
        factory.histogram(
            MetricNames.ADMIN_REQUEST_DURATION,
            "How long calls of Envoy's admin interface took",
            new double[] {0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1, 2},
            "path");
    failures =
        factory.gauge(
            MetricNames.ADMIN_CONSECUTIVE_FAILURES,
            "Calls without an answer since the last one with");
  }

  /** The same interface, counted. */
  public EnvoyAdmin counted(EnvoyAdmin admin, Ticker ticker) {
    return new EnvoyAdmin() {
      @Override
      public <T> AdminResult<T> call(AdminCall<T> call) {
        long began = ticker.nanos();
        AdminResult<T> result = admin.call(call);
        duration.labelValues(call.label()).observe((ticker.nanos() - began) / 1e9);
        calls.labelValues(call.label(), result.wireName()).inc();
        switch (result) {
          case AdminResult.Answered<T> _, AdminResult.Status<T> _ -> failures.set(0);
          case AdminResult.ConnectionRefused<T> _,
              AdminResult.TimedOut<T> _,
              AdminResult.Broken<T> _ ->
              failures.inc();
        }
        return result;
      }
    };
  }
}
