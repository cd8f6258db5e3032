package io.ebbgate.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebbgate.core.drain.EnvoyVersion;
import io.ebbgate.core.testkit.EnvoyBinary;
import io.ebbgate.core.testkit.EnvoyBootstrap;
import io.ebbgate.core.testkit.RealEnvoy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where Envoy's versions drain differently, each on the side that the running Envoy is on. */
@Tag("versions")
@Timeout(60)
class EnvoyVersionsIT {
  private static final String ADMIN =
      "{\"socket_address\":{\"address\":\"127.0.0.1\",\"port_value\":0}}";
  private static final String INBOUND = "\"traffic_direction\":\"INBOUND\",";

  @TempDir Path folder;
  private EnvoyVersion version = new EnvoyVersion(0, 0, 0);

  @BeforeEach
  void readVersion() throws Exception {
    Process envoy = new ProcessBuilder(EnvoyBinary.path().toString(), "--version").start();
    try (var output = envoy.inputReader()) {
      String line =
          output.readAllLines().stream().filter(each -> !each.isBlank()).findFirst().orElseThrow();
      version = EnvoyVersion.parse(line.substring(line.indexOf(": ") + 2).strip()).orElseThrow();
    }
    assertThat(version.atLeast(1, 36)).isTrue();
  }

  @Test
  void stoppingListenersIsHeardByConnectionsFrom140() throws Exception {
    try (RealEnvoy envoy = start(ADMIN, "", "immediate");
        KeepAlive client = KeepAlive.to(envoy, "web")) {
      client.get("/");
      assertThat(envoy.admin().post("/drain_listeners").status()).isEqualTo(200);
      client.get("/");

      assertThat(client.told()).isEqualTo(version.atLeast(1, 40));
    }
  }

  @Test
  void skipExitWithoutGracefulIsRefusedBefore140() throws Exception {
    try (RealEnvoy envoy = start(ADMIN, "", "immediate")) {
      assertThat(envoy.admin().post("/drain_listeners?skip_exit").status())
          .isEqualTo(version.atLeast(1, 40) ? 200 : 400);
    }
  }

  @Test
  void theGradualStrategyIsKeptOnInboundListenersFrom140() throws Exception {
    try (RealEnvoy envoy = start(ADMIN, INBOUND, "gradual");
        KeepAlive client = KeepAlive.to(envoy, "web")) {
      client.get("/");
      assertThat(envoy.admin().post("/drain_listeners?graceful&skip_exit").status()).isEqualTo(200);
      client.get("/");

      assertThat(client.told()).isEqualTo(!version.atLeast(1, 40));
    }
  }

  @Test
  void theSidecarAnnouncesByWhatThisVersionDoesAtOnce() throws Exception {
    try (RealEnvoy envoy = start(ADMIN, INBOUND, "gradual");
        SidecarProcess sidecar = SidecarProcess.start(folder, envoy.adminSetting())) {
      sidecar.awaitLog("drain plan made");

      assertThat(sidecar.deletion().get().body())
          .contains("\"verdict\":\"clean\"", "\"envoy\":\"" + version + "\"")
          .contains(
              version.atLeast(1, 40)
                  ? "\"actions\":[\"fail_readiness\""
                  : "\"actions\":[\"announce\"");
    }
  }

  @Test
  void adminPathsCanBeForbiddenFrom137() throws Exception {
    String admin = ADMIN + ",\"allow_paths\":[{\"exact\":\"/ready\"},{\"prefix\":\"/listeners\"}]";
    if (version.atLeast(1, 37)) {
      try (RealEnvoy envoy = start(admin, "", "immediate")) {
        assertThat(envoy.admin().get("/drain_listeners").status()).isEqualTo(403);
      }
    } else {
      assertThatThrownBy(() -> start(admin, "", "immediate").close())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("allow_paths");
    }
  }

  private RealEnvoy start(String admin, String more, String strategy) throws IOException {
    Path listeners =
        Files.writeString(
            folder.resolve("listeners.json"),
            "{\"resources\":[" + RealConfigurationsIT.listener("web", "web", more) + "]}");
    return RealEnvoy.start(
        new EnvoyBootstrap(admin, List.of(), Optional.of(listeners), List.of()),
        "--drain-strategy",
        strategy);
  }
}
