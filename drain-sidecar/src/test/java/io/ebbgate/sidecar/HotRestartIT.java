package io.ebbgate.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.testkit.EnvoyBootstrap;
import io.ebbgate.core.testkit.RealEnvoy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An Envoy that is restarted hot: a process of the next epoch takes over admin port and listeners,
 * and the one before keeps its connections until it is shut down.
 */
@Timeout(60)
class HotRestartIT {
  private static final List<String> ALL_STATISTICS = List.of();
  private static final Pattern POLLED = Pattern.compile("\"adminCalls\":([2-9]|[1-9][0-9])");

  @TempDir Path folder;
  private RawServer backend;
  private int port;

  @BeforeEach
  void serve() throws IOException {
    backend = RawServer.saying(GatewayFixture::answer);
    port = freePort();
  }

  @AfterEach
  void stop() throws IOException {
    backend.close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private RealEnvoy start(List<String> statistics, String parentShutdown) throws IOException {
    return RealEnvoy.startHot(
        EnvoyBootstrap.withAdmin("127.0.0.1", freePort())
            .keeping(statistics)
            .http("web", "127.0.0.1", port, backend.address()),
        "--drain-strategy",
        "immediate",
        "--drain-time-s",
        "10",
        "--parent-shutdown-time-s",
        parentShutdown);
  }

  private KeepAlive client() throws IOException {
    return new KeepAlive(new Socket(InetAddress.ofLiteral("127.0.0.1"), port));
  }

  /** Until the drain has made its plan of the first Envoy, and polls it. */
  private static void awaitPolled(SidecarProcess sidecar) throws InterruptedException {
    Await.until(
        "two polls",
        () -> {
          try {
            String status = sidecar.control("GET", Paths.STATUS).body();
            return POLLED.matcher(status).find();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aDrainGoesOnWithTheEnvoyThatTookOver(boolean likeIstio) throws Exception {
    try (RealEnvoy first =
            start(likeIstio ? EnvoyBootstrap.STATISTICS_OF_ISTIO : ALL_STATISTICS, "30");
        SidecarProcess sidecar =
            SidecarProcess.start(folder, first.adminSetting(), Setting.MIN_DRAIN.env(), "6s");
        KeepAlive before = client()) {
      sidecar.awaitLog("drain plan made");
      before.send("/slow/9000");
      CompletableFuture<RawHttp.Answer> answer = sidecar.deletion();
      awaitPolled(sidecar);
      try (RealEnvoy second = first.restartHot();
          KeepAlive after = client()) {
        sidecar.awaitLog("took over in a hot restart");
        after.get("/slow/2000");
        assertThat(after.told()).isTrue();
        after.hangUp();
        before.receive();
        assertThat(before.told()).isTrue();
        before.hangUp();

        assertThat(answer.get().body())
            .contains("\"verdict\":\"clean\"", "\"actions\":[\"announce\"")
            .contains("restarted hot");
        assertThat(second.admin().get("/ready").body()).startsWith("DRAINING");
        assertThat(first.process().isAlive()).isTrue();
      }
    }
  }

  @Test
  void aDrainSoonAfterAHotRestartWaitsForWhatTheEnvoyBeforeHas() throws Exception {
    try (RealEnvoy first = start(ALL_STATISTICS, "30");
        SidecarProcess sidecar = SidecarProcess.start(folder, first.adminSetting());
        KeepAlive before = client()) {
      sidecar.awaitLog("drain plan made");
      before.send("/slow/8000");
      try (RealEnvoy second = first.restartHot()) {
        CompletableFuture<RawHttp.Answer> answer = sidecar.deletion();
        before.receive();
        before.hangUp();

        assertThat(answer.get().body()).contains("\"verdict\":\"clean\"", "restarted hot");
        assertThat(second.process().isAlive()).isTrue();
      }
    }
  }

  @Test
  void whatTheEnvoyBeforeStillHasAtTheDeadlineIsForced() throws Exception {
    try (RealEnvoy first = start(ALL_STATISTICS, "30");
        SidecarProcess sidecar =
            SidecarProcess.start(folder, first.adminSetting(), Setting.DRAIN_TIMEOUT.env(), "6s");
        KeepAlive before = client()) {
      sidecar.awaitLog("drain plan made");
      before.send("/slow/20000");
      CompletableFuture<RawHttp.Answer> answer = sidecar.deletion();
      awaitPolled(sidecar);
      try (RealEnvoy second = first.restartHot()) {
        assertThat(answer.get().body())
            .contains("\"verdict\":\"forced\"")
            .contains("\"connections\":{\"start\":1,\"end\":1}")
            .contains("\"requests\":{\"start\":1,\"end\":1}");
        assertThat(second.process().isAlive()).isTrue();
      }
    }
  }

  @Test
  void theEnvoyThatTookOverIsDrainedAloneOnceTheOneBeforeIsShutDown() throws Exception {
    try (RealEnvoy first = start(ALL_STATISTICS, "2");
        SidecarProcess sidecar = SidecarProcess.start(folder, first.adminSetting())) {
      sidecar.awaitLog("drain plan made");
      try (RealEnvoy second = first.restartHot();
          KeepAlive client = client()) {
        first.process().waitFor();
        client.send("/slow/3000");
        CompletableFuture<RawHttp.Answer> answer = sidecar.deletion();
        client.receive();
        client.hangUp();

        assertThat(client.told()).isTrue();
        assertThat(answer.get().body()).contains("\"verdict\":\"clean\"");
        assertThat(second.admin().get("/ready").body()).startsWith("DRAINING");
      }
    }
  }
}
