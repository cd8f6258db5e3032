package io.ebbgate.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A control plane changes the listeners of a real Envoy while it is drained. */
@Timeout(60)
class ChangingListenersIT {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir Path folder;

  @Test
  void waitsForARequestOnAListenerThatCameWithinTheHold() throws Exception {
    listeners("old");
    try (GatewayFixture gateway = GatewayFixture.changing(file());
        SidecarProcess sidecar = started(gateway)) {
      CompletableFuture<RawHttp.Answer> answer = sidecar.deletion();
      sidecar.awaitLog("\"phase\":\"announcing\"");
      listeners("old", "new");
      awaitListeners(gateway, "new", true);
      try (KeepAlive client = gateway.client("new")) {
        client.send("/slow/6000");
        client.receive();
        assertThat(answer).isNotDone();
      }
      assertThat(answer.get().body()).contains("\"verdict\":\"clean\"");
      assertThat(answer.get().took()).isGreaterThan(Duration.ofSeconds(6));
    }
  }

  @Tag("versions")
  @Test
  void doesNotWaitForAListenerThatWentWithinTheHold() throws Exception {
    listeners("old", "gone");
    try (GatewayFixture gateway = GatewayFixture.changing(file());
        SidecarProcess sidecar = started(gateway)) {
      CompletableFuture<RawHttp.Answer> answer = sidecar.deletion();
      sidecar.awaitLog("\"phase\":\"announcing\"");
      listeners("old");
      awaitListeners(gateway, "gone", false);
      assertThat(answer.get().body()).contains("\"verdict\":\"clean\"");
      assertThat(answer.get().took()).isLessThan(Duration.ofSeconds(10));
    }
  }

  private SidecarProcess started(GatewayFixture gateway) throws Exception {
    return SidecarProcess.beside(gateway, folder, Setting.MIN_DRAIN.env(), "4s");
  }

  private static void awaitListeners(GatewayFixture gateway, String name, boolean there)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (gateway.envoy().admin().get("/listeners").body().contains(name + "::") != there) {
      assertThat(System.nanoTime()).as("time to see " + name).isLessThan(end);
      Thread.sleep(20);
    }
  }

  private Path file() {
    return folder.resolve("listeners.json");
  }

  /** Envoy reads a file again when another takes its place. */
  private void listeners(String... names) throws IOException {
    String resources =
        Arrays.stream(names).map(ChangingListenersIT::listener).collect(Collectors.joining(","));
    Path next =
        Files.writeString(folder.resolve("next.json"), "{\"resources\":[" + resources + "]}");
    Files.move(next, file(), StandardCopyOption.ATOMIC_MOVE);
  }

  private static String listener(String name) {
    return """
    {"@type":"type.googleapis.com/envoy.config.listener.v3.Listener","name":"%1$s",\
    "stat_prefix":"%1$s","address":{"socket_address":{"address":"127.0.0.1","port_value":0}},\
    "filter_chains":[{"filters":[{"name":"http","typed_config":{"@type":\
    "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3\
    .HttpConnectionManager","stat_prefix":"%1$s","route_config":{"virtual_hosts":[{"name":"all",\
    "domains":["*"],"routes":[{"match":{"prefix":"/"},"route":{"cluster":"web","timeout":"0s"}}]}]},\
    "http_filters":[{"name":"router","typed_config":{"@type":\
    "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"}}]}}]}]}
    """
        .formatted(name);
  }
}
