package io.ebbgate.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebbgate.core.testkit.ChildProcesses;
import io.ebbgate.webhook.trace.Collector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process of its own, with and without a collector in its environment. */
@Timeout(180)
class TracedServeIT {
  private static final String HERE = "127.0.0.1";
  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
  private static final String LIBRARY = "io.opentelemetry";
  private static final String SENDER = "BatchSpanProcessor";

  /** Between a stop and its end, beside the delay: a span's flush, and a slow machine. */
  private static final Duration STOP = Duration.ofSeconds(15);

  @TempDir Path folder;

  @Test
  void loadsNothingAndStartsNoThreadWithoutTraces() throws Exception {
    try (ServeProcess serve = serve(Map.of())) {
      reviewed(serve, 20);

      assertThat(threads(serve)).contains("vert.x-eventloop").doesNotContain(SENDER);
      end(serve);
      assertThat(folder.resolve("classes"))
          .content()
          .contains("io.ebbgate.webhook.trace.Tracing")
          .doesNotContain(LIBRARY);
    }
  }

  @Test
  void sendsThemWhereTheEnvironmentSaysWhereTo() throws Exception {
    try (Collector collector = Collector.open();
        ServeProcess serve = serve(collector.environment())) {
      reviewed(serve, 20);

      assertThat(threads(serve)).contains(SENDER);
      // Before the pause between two batches is over.
      end(serve);
      assertThat(collector.spans("admission.mutate")).hasSize(20);
    }
  }

  @Test
  void isCalledAsTheEnvironmentCallsIt() throws Exception {
    Map<String, String> named =
        Map.of(
            "OTEL_RESOURCE_ATTRIBUTES", "service.name=mine,deployment.environment.name=test",
            "OTEL_TRACES_SAMPLER", "always_on");
    try (Collector collector = Collector.open();
        ServeProcess serve = serve(named, collector.environment())) {
      reviewed(serve, 1);
      end(serve);

      assertThat(collector.sender())
          .containsEntry("service.name", "mine")
          .containsEntry("deployment.environment.name", "test");
    }
  }

  /** Some 300 exports fail; they are not logged one by one. */
  @Test
  void answersAndStopsWhereNoCollectorListens() throws Exception {
    Map<String, String> often =
        Map.of("OTEL_BSP_SCHEDULE_DELAY", "1", "OTEL_JAVA_EXPORTER_OTLP_RETRY_DISABLED", "true");
    String closed = "http://" + HERE + ":" + ServeProcess.freePort();
    try (ServeProcess serve = serve(often, Map.of(ENDPOINT, closed))) {
      reviewed(serve, 300);
      end(serve);

      assertThat(Files.readAllLines(serve.log()))
          .allMatch(line -> line.startsWith("{\"time\":"))
          .filteredOn(line -> line.contains(LIBRARY))
          .hasSizeBetween(1, 7)
          .anyMatch(line -> line.contains("Failed to export spans"));
    }
  }

  @Test
  void answersAndStopsWhereNoCollectorAnswers() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.ofLiteral(HERE));
        ServeProcess serve =
            serve(Map.of(ENDPOINT, "http://" + HERE + ":" + silent.getLocalPort()))) {
      reviewed(serve, 100);
      end(serve);

      assertThat(Files.readAllLines(serve.log())).allMatch(line -> line.startsWith("{\"time\":"));
    }
  }

  @Test
  void refusesToStartWithWhatItCanNotSend() throws Exception {
    Path err = folder.resolve("err");
    ProcessBuilder builder = ServeProcess.program("serve");
    builder.environment().put(ENDPOINT, "http://" + HERE + ":1");
    builder.environment().put("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");
    Process process = ChildProcesses.adopt(builder.redirectError(err.toFile()).start());

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(64);
    assertThat(Files.readString(err))
        .contains("OTEL_EXPORTER_OTLP_PROTOCOL is \"grpc\"; allowed is http/protobuf.");
  }

  @Test
  void refusesToStartWithWhatOpenTelemetryCanNotRead() throws Exception {
    ProcessBuilder builder = ServeProcess.program("serve");
    builder.environment().put(ENDPOINT, "collector");
    Path log = folder.resolve("log");

    assertThatThrownBy(() -> ServeProcess.start(builder, folder, Duration.ZERO))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("OTEL_* is \"");
    assertThat(Files.readString(log, UTF_8)).contains("collector");
  }

  @SafeVarargs
  private ServeProcess serve(Map<String, String>... environments) throws Exception {
    ProcessBuilder builder = ServeProcess.program("serve");
    builder.command().add(1, "-Xlog:class+load:file=" + folder.resolve("classes"));
    for (Map<String, String> environment : environments) {
      builder.environment().putAll(environment);
    }
    return ServeProcess.start(builder, folder, Duration.ZERO);
  }

  private static void reviewed(ServeProcess serve, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      assertThat(serve.review().get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }
  }

  private static void end(ServeProcess serve) throws Exception {
    long before = System.nanoTime();
    serve.process().destroy();

    assertThat(serve.exitCode()).isZero();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(STOP);
  }

  private static String threads(ServeProcess serve) throws Exception {
    Process dump =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(serve.process().pid()),
                "Thread.print")
            .start();
    return new String(dump.getInputStream().readAllBytes(), UTF_8);
  }
}
