package io.ebbgate.webhook.metrics;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;

/** What the process takes, and the JVM in it. */
final class RuntimeMetrics {
  private RuntimeMetrics() {}

  static void show(PrometheusMeterRegistry registry) {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    // Listens to the collector as long as the process lives.
    @SuppressWarnings("resource")
    JvmGcMetrics collector = new JvmGcMetrics();
    collector.bindTo(registry);
    ProcessMetrics.builder().register(registry.getPrometheusRegistry());
  }
}
