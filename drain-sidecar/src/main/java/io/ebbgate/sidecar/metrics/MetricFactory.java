package io.ebbgate.sidecar.metrics;

import io.prometheus.metrics.config.PrometheusProperties;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.InputStream;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the metrics of a registry, all without exemplars: nothing is traced here, and they would
 * bring a thread of their own.
 */
record MetricFactory(PrometheusRegistry registry, PrometheusProperties properties) {
  /** Has no file. */
  private static final class NoFiles extends ClassLoader {
    NoFiles() {
      super(null);
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
      return null;
    }
  }

  static MetricFactory of(PrometheusRegistry registry) {
    return new MetricFactory(registry, withoutFile());
  }

  /**
   * The library's settings without its file, which this program does not have: to look for it on
   * the class path would open each jar, of which nothing else is read where the classes come from a
   * cache.
   */
  private static PrometheusProperties withoutFile() {
    Thread thread = Thread.currentThread();
    ClassLoader usual = thread.getContextClassLoader();
    thread.setContextClassLoader(new NoFiles());
    try {
      return PrometheusProperties.get();
    } finally {
      thread.setContextClassLoader(usual);
    }
  }

  Gauge gauge(String name, String help, String... labels) {
    return Gauge.builder(properties)
        .name(name)
        .help(help)
        .labelNames(labels)
        .withoutExemplars()
        .register(registry);
  }

  Counter counter(String name, String help, String... labels) {
    return Counter.builder(properties)
        .name(name)
        .help(help)
        .labelNames(labels)
        .withoutExemplars()
        .register(registry);
  }

  /** A gauge whose value is read at each scrape. */
  void gauge(String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder(properties)
        .name(name)
        .help(help)
        .callback(callback -> callback.call(value.getAsDouble()))
        .register(registry);
  }

  /** A counter whose value is read at each scrape. */
  void counter(String name, String help, DoubleSupplier value) {
    CounterWithCallback.builder(properties)
        .name(name)
        .help(help)
        .callback(callback -> callback.call(value.getAsDouble()))
        .register(registry);
  }

  /** Of durations, in seconds; {@code bounds} are the buckets' upper ones. */
  Histogram histogram(String name, String help, double[] bounds, String... labels) {
    return Histogram.builder(properties)
        .name(name)
        .help(help)
        .labelNames(labels)
        .withoutExemplars()
        .classicOnly()
        .classicUpperBounds(bounds)
        .register(registry);
  }
}
