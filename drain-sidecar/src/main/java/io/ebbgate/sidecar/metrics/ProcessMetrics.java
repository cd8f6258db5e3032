package io.ebbgate.sidecar.metrics;

import io.ebbgate.core.config.TextCursor;
import io.ebbgate.core.contract.MetricNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

  static void register(MetricFactory factory) {
    factory.gauge(MetricNames.PROCESS_START, "When this program began", ProcessMetrics::start);
    factory.gauge(
        MetricNames.PROCESS_MEMORY, "Memory that is really there", ProcessMetrics::resident);
    factory.gauge(MetricNames.PROCESS_FILES, "Open files and sockets", ProcessMetrics::files);
    factory.counter(
        MetricNames.PROCESS_CPU, "Time of processors that was used", ProcessMetrics::cpu);
  }

  private static double start() {
    return ProcessHandle.current().info().startInstant().map(Instant::toEpochMilli).orElse(0L)
        / 1e3;
  }

  private static double cpu() {
    return ProcessHandle.current().info().totalCpuDuration().map(Duration::toMillis).orElse(0L)
        / 1e3;
  }

  private static double resident() {
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(RESIDENT))
          .mapToDouble(ProcessMetrics::bytes)
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException unreadable) {
      return Double.NaN;
    }
  }

  /** Of such a line: {@code VmRSS: 47104 kB}. */
  private static double bytes(String line) {
    TextCursor cursor = new TextCursor(line.substring(RESIDENT.length()));
    cursor.take(TextCursor::isSpace);
    String digits = cursor.take(TextCursor::isDigit);
    return digits.isEmpty() ? Double.NaN : 1024 * Double.parseDouble(digits);
  }

  private static double files() {
    try (Stream<Path> open = Files.list(FILES)) {
      return open.count();
    } catch (IOException unreadable) {
      return Double.NaN;
    }
  }
}
