package io.ebbgate.sidecar.metrics;

import io.ebbgate.core.contract.MetricNames;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

/**
 * What the process itself takes, as proc_pid_status(5) has it. The library's own would bring the
 * JDK's management classes, which take more memory than they would show.
 */
final class ProcessMetrics {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path FILES = Path.of("/proc/self/fd");
  private static final String RESIDENT = "VmRSS:";

  private ProcessMetrics() {}

  static void show(PrometheusRegistry registry) {
    ProcessHandle.Info process = ProcessHandle.current().info();
    double start = process.startInstant().map(Instant::toEpochMilli).orElse(0L) / 1e3;
    gauge(registry, MetricNames.PROCESS_START, "When this program began", () -> start);
    gauge(
        registry,
        MetricNames.PROCESS_MEMORY,
        "Memory that is really there",
        ProcessMetrics::resident);
    gauge(registry, MetricNames.PROCESS_FILES, "Open files and sockets", ProcessMetrics::files);
    CounterWithCallback.builder()
        .name(MetricNames.PROCESS_CPU)
        .help("Time of processors that was used")
        .callback(callback -> callback.call(cpu()))
        .register(registry);
  }

  private static double cpu() {
    return ProcessHandle.current().info().totalCpuDuration().map(Duration::toMillis).orElse(0L)
        / 1e3;
  }

  private static double resident() {
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(RESIDENT))
          .mapToDouble(line -> 1024 * Double.parseDouble(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException unreadable) {
      return Double.NaN;
    }
  }

  private static double files() {
    try (Stream<Path> open = Files.list(FILES)) {
      return open.count();
    } catch (IOException unreadable) {
      return Double.NaN;
    }
  }

  private static void gauge(
      PrometheusRegistry registry, String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(value.getAsDouble()))
        .register(registry);
  }
}
