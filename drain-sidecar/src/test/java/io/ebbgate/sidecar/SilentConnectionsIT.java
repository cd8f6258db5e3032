package io.ebbgate.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.testkit.JavaArguments;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
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
  private final AtomicLong opened = new AtomicLong();
  private volatile boolean over;

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
                "6s")) {
      Thread flood = Thread.ofPlatform().start(() -> flood(sidecar.hook()));
      while (opened.get() < 2 * RATE) {
        Thread.sleep(50);
      }
      long before = opened.get();
      long began = System.nanoTime();
      CompletableFuture<RawHttp.Answer> hook = sidecar.deletion();
      sidecar.awaitLog("\"phase\":\"announcing\"");
      Duration announced = Duration.ofNanos(System.nanoTime() - began);
      long during = opened.get() - before;
      long threads = status(sidecar, "Threads:");
      long anonymous = status(sidecar, "RssAnon:");
      RawHttp.Answer answer = hook.get();
      over = true;
      flood.join();

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

  private void flood(InetSocketAddress port) {
    Deque<Socket> open = new ArrayDeque<>();
    long began = System.nanoTime();
    while (!over) {
      try {
        Socket socket = new Socket();
        open.add(socket);
        socket.connect(port, 200);
        if (open.size() > 2 * RATE) {
          open.remove().close();
        }
      } catch (IOException _) {
        // Its queue of connections is full.
      }
      long due = began + opened.incrementAndGet() * 1_000_000_000L / RATE;
      LockSupport.parkNanos(Math.max(0, due - System.nanoTime()));
    }
    open.forEach(socket -> {
      try {
        socket.close();
      } catch (IOException _) {
        // Closed by the other side.
      }
    });
  }
}
