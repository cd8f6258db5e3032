package io.ebbgate.sidecar;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.testkit.ControlGroup;
import io.ebbgate.core.testkit.EnvoyBootstrap;
import io.ebbgate.core.testkit.RealEnvoy;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a node does to the sidecar's process: a drain of a real Envoy ends rightly all the same. */
@Timeout(90)
class NodeFaultsIT {
  private static final Duration LATE = Duration.ofSeconds(10);

  /** A device on which each write fails as on a full disk. */
  private static final Path FULL = Path.of("/dev/full");

  @TempDir Path folder;

  @Test
  void aFullDiskTakesNeitherMessageNorMarkerAndDelaysNothing() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        SidecarProcess sidecar =
            SidecarProcess.beside(gateway, folder, Env.TERMINATION_LOG, FULL.toString())) {
      // An earlier run's marker is removed at the start.
      Files.createSymbolicLink(folder.resolve(Paths.MARKER_FILE), FULL);
      assertClean(sidecar.deletion());
      sidecar.awaitLog("the termination message was not written");
      sidecar.awaitLog("marker file not written");
    }
  }

  @Test
  void aLogThatNothingReadsDelaysNothing() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        SidecarProcess sidecar = SidecarProcess.beside(gateway, folder)) {
      sidecar.stopReading();
      // A pipe has 64 KiB.
      for (int i = 0; i < 700; i++) {
        assertThat(sidecar.putDeadline("{\"seconds\": 99999}").status()).isEqualTo(200);
      }

      assertClean(sidecar.deletion());
    }
  }

  @Test
  void aHundredScrapersThatReadNothingDelayNothing() throws Exception {
    List<Socket> scrapers = new ArrayList<>();
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        SidecarProcess sidecar = SidecarProcess.beside(gateway, folder)) {
      String scrape = "GET " + Paths.METRICS + " HTTP/1.1\r\nHost: pod\r\n\r\n";
      for (int i = 0; i < 100; i++) {
        scrapers.add(send(sidecar, scrape));
      }

      assertClean(sidecar.deletion());
    } finally {
      closeAll(scrapers);
    }
  }

  @Test
  void aProcessThatMayOpenNoMoreFilesStillAnswersItsHook() throws Exception {
    List<String> command =
        Stream.concat(
                Stream.of("/bin/sh", "-c", "ulimit -n 200; exec \"$@\"", "sh"),
                SidecarProcess.program().stream())
            .toList();
    List<Socket> clients = new ArrayList<>();
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        SidecarProcess sidecar =
            SidecarProcess.start(command, folder, gateway.envoy().adminSetting())) {
      sidecar.awaitLog("drain plan made");
      CompletableFuture<RawHttp.Answer> answer = sidecar.deletion();
      sidecar.awaitLog("\"phase\":\"announcing\"");
      for (int i = 0; i < 300; i++) {
        clients.add(send(sidecar, "GET "));
      }

      assertThat(answer.get().body()).contains("\"verdict\":");
      assertThat(answer.get().took()).isLessThan(Duration.ofSeconds(21));
    } finally {
      closeAll(clients);
    }
  }

  @Test
  void aPodOfIpv6AloneIsDrained() throws Exception {
    try (RawServer backend = RawServer.saying(socket -> socket.getInputStream().readAllBytes());
        RealEnvoy envoy =
            RealEnvoy.start(
                EnvoyBootstrap.withAdmin("::1", 0).http("web", "::1", 0, backend.address()),
                "--drain-strategy",
                "immediate");
        SidecarProcess sidecar =
            SidecarProcess.start(
                folder,
                envoy.adminSetting(),
                Env.HOOK_ADDRESS,
                "[::1]:0",
                Env.CONTROL_ADDRESS,
                "[::1]:0")) {
      sidecar.awaitLog("drain plan made");

      assertClean(sidecar.deletion());
    }
  }

  @Test
  void aProcessThatMayStartNoMoreThreadsStillAnswersItsHook() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        SidecarProcess sidecar = SidecarProcess.beside(gateway, folder);
        ControlGroup _ = ControlGroup.withoutMoreThreads(sidecar.pid())) {
      assertClean(sidecar.deletion());
      assertThat(Files.readString(sidecar.message())).contains("\"verdict\":\"clean\"");
    }
  }

  private static void assertClean(CompletableFuture<RawHttp.Answer> answer) throws Exception {
    assertThat(answer.get().body()).contains("\"verdict\":\"clean\"");
    assertThat(answer.get().took()).isLessThan(LATE);
  }

  private static Socket send(SidecarProcess sidecar, String text) throws IOException {
    Socket socket = new Socket(sidecar.hook().getAddress(), sidecar.hook().getPort());
    socket.getOutputStream().write(text.getBytes(US_ASCII));
    return socket;
  }

  private static void closeAll(List<Socket> sockets) throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
