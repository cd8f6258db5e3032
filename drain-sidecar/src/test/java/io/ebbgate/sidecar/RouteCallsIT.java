package io.ebbgate.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Paths;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many ask at once where a listener leads its clients, without a token; Envoy is hung. */
@Timeout(60)
class RouteCallsIT {
  private static final String ROUTE = Paths.LISTENERS + "/db" + Paths.ROUTE;
  private static final int MANY = 60;

  @TempDir Path folder;

  private final AtomicInteger dumps = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  /** Counts the dumps that are asked for at once, and answers none. */
  private void hang(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    boolean dump = String.valueOf(in.readLine()).contains("/config_dump");
    if (dump) {
      most.accumulateAndGet(dumps.incrementAndGet(), Math::max);
    }
    try {
      while (in.readLine() != null) {}
    } finally {
      if (dump) {
        dumps.decrementAndGet();
      }
    }
  }

  @Test
  void costEnvoyOneCallAtATimeAndEndInTime() throws Exception {
    try (RawServer envoy = RawServer.saying(this::hang);
        SidecarProcess sidecar =
            SidecarProcess.start(folder, "127.0.0.1:" + envoy.address().getPort());
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<RawHttp.Answer>> answers = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        answers.add(callers.submit(() -> RawHttp.call(sidecar.control(), "GET", ROUTE)));
      }
      for (Future<RawHttp.Answer> each : answers) {
        assertThat(each.get().status()).isEqualTo(503);
        assertThat(each.get().took()).isLessThan(Duration.ofSeconds(8));
      }

      // The sidecar's own poll may be one more.
      assertThat(most.get()).isBetween(1, 2);
      assertThat(sidecar.metrics())
          .containsPattern(MetricNames.REQUESTS_REFUSED + "\\{cause=\"busy\"\\} [1-9]");
    }
  }
}
