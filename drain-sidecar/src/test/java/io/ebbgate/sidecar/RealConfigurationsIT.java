package io.ebbgate.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.testkit.EnvoyBootstrap;
import io.ebbgate.core.testkit.RealEnvoy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Configurations that real gateways have and that a plan has to be right about. */
@Timeout(90)
class RealConfigurationsIT {
  private static final String ADMIN =
      "{\"socket_address\":{\"address\":\"127.0.0.1\",\"port_value\":0}}";

  @TempDir Path folder;

  @Test
  void ignoresAListenerOneOfWhoseAddressesIsAnIgnoredPort() throws Exception {
    int probed = freePort();
    Path listeners =
        listeners(
            listener("web", "web", ""),
            listener(
                "ready",
                "web",
                """
                "additional_addresses":[{"address":{"socket_address":\
                {"address":"127.0.0.1","port_value":%d}}}],\
                """
                    .formatted(probed)));
    try (RealEnvoy envoy = start(ADMIN, Optional.of(listeners), "immediate");
        SidecarProcess sidecar = started(envoy, Env.IGNORE_PORTS, Integer.toString(probed));
        Socket _ = new Socket(InetAddress.getLoopbackAddress(), probed)) {
      assertThat(sidecar.control("GET", Paths.LISTENERS).body()).contains("\"count\":1,");
      assertThat(sidecar.deletion().get().body())
          .contains("\"verdict\":\"clean\"", "\"connections\":{\"start\":0,\"end\":0}");
    }
  }

  @Tag("versions")
  @Test
  void keepsNoDrainForARequestAtAnIgnoredPortOfTheSameStatPrefix() throws Exception {
    try (RawServer silent = RawServer.saying(socket -> socket.getInputStream().readAllBytes());
        RealEnvoy envoy =
            RealEnvoy.start(
                new EnvoyBootstrap(ADMIN, List.of(), Optional.of(sameprefix()), List.of())
                    .tcp("unused", "127.0.0.1", 0, silent.address()),
                "--drain-strategy",
                "immediate");
        SidecarProcess sidecar =
            started(
                envoy,
                Env.IGNORE_PORTS,
                envoy.listener("status").getPort() + "," + envoy.listener("unused").getPort());
        Socket metrics =
            new Socket(InetAddress.getLoopbackAddress(), envoy.listener("status").getPort());
        KeepAlive request = new KeepAlive(metrics)) {
      request.send("/never");
      RawHttp.Answer answer = sidecar.deletion().get();
      assertThat(answer.body()).contains("\"verdict\":\"clean\"");
      assertThat(answer.took()).isLessThan(Duration.ofSeconds(8));
    }
  }

  @Tag("since-1.37")
  @Test
  void findsForbiddenPathsBeforeTheHookAndUsesNone() throws Exception {
    String admin =
        ADMIN
            + ",\"allow_paths\":[{\"prefix\":\"/stats\"},{\"exact\":\"/server_info\"},"
            + "{\"exact\":\"/ready\"},{\"prefix\":\"/listeners\"},{\"prefix\":\"/config_dump\"},"
            + "{\"exact\":\"/healthcheck/fail\"}]";
    try (RealEnvoy envoy =
            start(admin, Optional.of(listeners(listener("web", "web", ""))), "immediate");
        SidecarProcess sidecar = started(envoy)) {
      sidecar.awaitLog("Envoy's admin interface forbids calls");
      assertThat(RawHttp.call(sidecar.hook(), "GET", Paths.HEALTHZ).body())
          .contains(
              "\"forbiddenAdminPaths\":[\"/drain_listeners?graceful&skip_exit\","
                  + "\"/healthcheck/ok\",\"/drain_listeners\"]");
      assertThat(sidecar.metrics()).contains("ebbgate_admin_paths_forbidden 3");
      assertThat(sidecar.control("GET", Paths.STATUS).body())
          .contains("\"explanation\":[\"Envoy's version is ");

      RawHttp.Answer answer = sidecar.deletion().get();
      assertThat(answer.body())
          .contains("\"verdict\":\"clean\"", "\"actions\":[\"fail_readiness\"]");
    }
  }

  @Tag("versions")
  @Test
  void probesMutatingPathsWithoutAnEffect() throws Exception {
    try (RealEnvoy envoy =
            start(ADMIN, Optional.of(listeners(listener("web", "web", ""))), "immediate");
        SidecarProcess sidecar = started(envoy)) {
      Await.until(
          "probes",
          Duration.ofSeconds(10),
          () -> sidecar.metrics().contains("ebbgate_admin_paths_forbidden 0"));

      assertThat(envoy.admin().get("/ready").body()).startsWith("LIVE");
      assertThat(envoy.admin().get("/stats?filter=listener_stopped").body()).contains(": 0");
      try (KeepAlive client = KeepAlive.to(envoy, "web")) {
        client.get("/");
        assertThat(client.told()).isFalse();
      }
      assertThat(sidecar.metrics()).contains("code=\"405\",path=\"/healthcheck/fail\"");
    }
  }

  @Test
  void tellsClientsAfterMaxAnnounceUnderTheGradualStrategyThoughNewOnesStillCome()
      throws Exception {
    try (RealEnvoy envoy =
            start(ADMIN, Optional.of(listeners(listener("web", "web", ""))), "gradual");
        SidecarProcess sidecar = started(envoy, Setting.QUIET_PERIOD.env(), "2s")) {
      long began = System.nanoTime();
      CompletableFuture<RawHttp.Answer> answer = sidecar.deletion();
      Duration toldAfter = Duration.ZERO;
      try (KeepAlive client = KeepAlive.to(envoy, "web")) {
        while (!client.told()) {
          try (KeepAlive other = KeepAlive.to(envoy, "web")) {
            other.get("/");
          }
          client.get("/");
          toldAfter = Duration.ofNanos(System.nanoTime() - began);
          Thread.sleep(200);
        }
      }

      // max-announce is 3 s here, and the drain ends after 20 s.
      assertThat(toldAfter).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(6));
      assertThat(answer.get().body()).contains("\"fail_readiness\"");
    }
  }

  private SidecarProcess started(RealEnvoy envoy, String... settings) throws InterruptedException {
    SidecarProcess sidecar = SidecarProcess.start(folder, envoy.adminSetting(), settings);
    sidecar.awaitLog("drain plan made");
    return sidecar;
  }

  private static RealEnvoy start(String admin, Optional<Path> listeners, String strategy) {
    return RealEnvoy.start(
        new EnvoyBootstrap(admin, List.of(), listeners, List.of()), "--drain-strategy", strategy);
  }

  private Path sameprefix() throws IOException {
    return listeners(listener("web", "ingress", ""), slow("status"));
  }

  private Path listeners(String... each) throws IOException {
    return Files.writeString(
        folder.resolve("listeners.json"), "{\"resources\":[" + String.join(",", each) + "]}");
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** An HTTP listener that answers by itself, with more fields each followed by a comma. */
  static String listener(String name, String prefix, String more) {
    return listener(
        name,
        prefix,
        more,
        "\"direct_response\":{\"status\":200,\"body\":{\"inline_string\":\"ok\"}}");
  }

  /** Its requests go to a backend that never answers. */
  private static String slow(String name) {
    return listener(name, "ingress", "", "\"route\":{\"cluster\":\"unused\",\"timeout\":\"0s\"}");
  }

  private static String listener(String name, String prefix, String more, String route) {
    return """
    {"@type":"type.googleapis.com/envoy.config.listener.v3.Listener","name":"%s",%s\
    "stat_prefix":"%s","address":{"socket_address":{"address":"127.0.0.1","port_value":0}},\
    "filter_chains":[{"filters":[{"name":"http","typed_config":{"@type":\
    "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3\
    .HttpConnectionManager","stat_prefix":"%s","route_config":{"virtual_hosts":[{"name":"all",\
    "domains":["*"],"routes":[{"match":{"prefix":"/"},%s}]}]},\
    "http_filters":[{"name":"router","typed_config":{"@type":\
    "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"}}]}}]}]}
    """
        .formatted(name, more, name, prefix, route);
  }
}
