package io.ebbgate.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.testkit.EnvoyBootstrap;
import io.ebbgate.core.testkit.RealEnvoy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What other drains got wrong for users, on a real Envoy. */
@Timeout(60)
class FieldFailuresIT {
  /** Tells clients nothing of a drain but by a failed health check. */
  private static final String WITHOUT_DRAIN_LISTENERS =
      """
      {"socket_address":{"address":"127.0.0.1","port_value":0}},"allow_paths":[\
      {"prefix":"/stats"},{"prefix":"/server_info"},{"prefix":"/ready"},{"prefix":"/listeners"},\
      {"prefix":"/config_dump"},{"prefix":"/healthcheck"}]\
      """;

  @TempDir Path folder;

  @Test
  @Tag("since-1.37")
  void aDrainWhoseFirstCallIsForbiddenIsNotWithoutEffect() throws Exception {
    try (RawServer backend = RawServer.saying(GatewayFixture::answer);
        RealEnvoy envoy =
            RealEnvoy.start(
                new EnvoyBootstrap(WITHOUT_DRAIN_LISTENERS, List.of(), Optional.empty(), List.of())
                    .http("web", "127.0.0.1", 0, backend.address()),
                "--drain-strategy",
                "immediate");
        SidecarProcess sidecar = SidecarProcess.start(folder, envoy.adminSetting());
        KeepAlive client = KeepAlive.to(envoy, "web")) {
      sidecar.awaitLog("drain plan made");
      client.get("/");
      CompletableFuture<RawHttp.Answer> answer = sidecar.deletion();
      while (!client.told()) {
        client.get("/slow/20");
      }
      client.hangUp();

      assertThat(envoy.admin().get("/ready").body()).startsWith("DRAINING");
      assertThat(answer.get().body())
          .contains("\"verdict\":\"clean\"", "\"actions\":[\"fail_readiness\"]");
    }
  }

  @Test
  void theHookIsAnsweredWithinASecondOfTheLastConnectionsEnd() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        SidecarProcess sidecar = SidecarProcess.beside(gateway, folder)) {
      CompletableFuture<RawHttp.Answer> answer;
      try (KeepAlive client = gateway.client()) {
        client.send("/slow/4000");
        answer = sidecar.deletion();
        client.receive();
      }
      long ended = System.nanoTime();

      assertThat(answer.get(20, TimeUnit.SECONDS).body()).contains("\"verdict\":\"clean\"");
      assertThat(Duration.ofNanos(System.nanoTime() - ended)).isLessThan(Duration.ofSeconds(1));
    }
  }

  @Test
  void listenersAcceptWhileTheDrainIsAnnouncedThoughEnvoysDrainTimeIsZero() throws Exception {
    try (RawServer backend = RawServer.saying(GatewayFixture::answer);
        RealEnvoy envoy =
            RealEnvoy.start(
                EnvoyBootstrap.withAdmin("127.0.0.1", 0)
                    .http("web", "127.0.0.1", 0, backend.address()),
                "--drain-strategy",
                "immediate",
                "--drain-time-s",
                "0");
        SidecarProcess sidecar =
            SidecarProcess.start(folder, envoy.adminSetting(), Setting.MIN_DRAIN.env(), "4s")) {
      sidecar.awaitLog("drain plan made");
      CompletableFuture<RawHttp.Answer> answer = sidecar.deletion();
      sidecar.awaitLog("\"action\":\"announce\"");
      for (int i = 0; i < 4; i++) {
        TimeUnit.MILLISECONDS.sleep(500);
        try (KeepAlive late = KeepAlive.to(envoy, "web")) {
          late.get("/");
          assertThat(late.told()).isTrue();
        }
      }

      assertThat(answer.get().body()).contains("\"verdict\":\"clean\"");
    }
  }

  @Test
  void aPooledConnectionThatIsUsedAgainIsAnsweredAndToldToClose() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        SidecarProcess sidecar =
            SidecarProcess.beside(gateway, folder, Setting.IDLE_LINGER.env(), "10s");
        KeepAlive pooled = gateway.client()) {
      pooled.get("/");
      CompletableFuture<RawHttp.Answer> answer = sidecar.deletion();
      sidecar.awaitLog("\"phase\":\"waiting\"");
      pooled.get("/");
      pooled.hangUp();

      assertThat(pooled.told()).isTrue();
      assertThat(answer.get().body()).contains("\"verdict\":\"clean\"");
    }
  }

  @Test
  void aSidecarThatIsKilledAndStartedAnewDrainsNothing() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.overTcp()) {
      try (SidecarProcess killed = SidecarProcess.beside(gateway, folder)) {
        killed.signal("KILL");
        assertThat(killed.ended(Duration.ofSeconds(10))).isTrue();
        Files.delete(killed.message());
      }
      try (SidecarProcess again = SidecarProcess.beside(gateway, folder);
          KeepAlive client = gateway.client()) {
        // Longer than a hook waits for the pod's other one.
        TimeUnit.SECONDS.sleep(1);
        client.get("/");

        assertThat(client.told()).isFalse();
        assertThat(gateway.envoy().admin().get("/ready").body()).startsWith("LIVE");
        assertThat(again.log()).noneMatch(line -> line.contains("\"phase\":\"announcing\""));
        assertThat(again.deletion().get().body()).contains("\"trigger\":\"deletion\"");
      }
    }
  }
}
