package io.ebbgate.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.testkit.JavaArguments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real drain while thousands of connections a second come and say nothing. */
@Timeout(60)
class SilentConnectionsIT {
  private static final int RATE = 2350;

  /** As {@code SidecarMemoryTest} counts them. */
  private static final int MOST_THREADS = 24;

  @TempDir Path folder;

  @Test
  void keepNoHookWaiting() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        SidecarProcess sidecar =
            SidecarProcess.beside(
                gateway,
                folder,
                "JDK_JAVA_OPTIONS",
                String.join(" ", JavaArguments.of("drain-sidecar").each()),
                Setting.DRAIN_TIMEOUT.env(),
                "6s");
        ConnectionFlood flood = ConnectionFlood.start(sidecar.hook(), 1, RATE, 2 * RATE, "")) {
      flood.awaitAttempts(2 * RATE);
      long before = flood.attempts();
      long began = System.nanoTime();
      CompletableFuture<RawHttp.Answer> hook = sidecar.deletion();
      sidecar.awaitLog("\"phase\":\"announcing\"");
      Duration announced = Duration.ofNanos(System.nanoTime() - began);
      long during = flood.attempts() - before;
      long threads = status(sidecar, "Threads:");
      long anonymous = status(sidecar, "RssAnon:");
      RawHttp.Answer answer = hook.get();
      flood.stop();

      System.out.printf("first call after %s, %d threads%n", announced, threads);
      // SlowClientEvictionTest counts the waits.
      assertThat(during).as("connections between the hook and its first call").isLessThan(RATE);
      assertThat(announced).isLessThan(Duration.ofSeconds(5));
      assertThat(threads).isLessThanOrEqualTo(MOST_THREADS);
      assertThat(anonymous).as("KiB").isLessThan(56 * 1024);
      assertThat(answer.body()).contains("\"verdict\":\"clean\"");
      assertThat(answer.took()).isLessThan(Duration.ofSeconds(10));
      assertThat(RawHttp.call(sidecar.hook(), "GET", Paths.METRICS).body())
          .containsPattern(MetricNames.REQUESTS_REFUSED + "\\{cause=\"silent\"} [1-9]");
    }
  }

  /** A number of proc_pid_status(5). */
  private static long status(SidecarProcess sidecar, String name) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + sidecar.pid() + "/status")).stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }
}
