package io.ebbgate.sidecar;

import static io.ebbgate.sidecar.ListenerUpdates.listener;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.sidecar.ListenerUpdates.Chains;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An operator drains a real Envoy, changes their mind, and deletes the pod later. */
@Timeout(120)
class CallOffIT {
  @TempDir Path folder;

  @Test
  void anEnvoyThatOnlyFailedItsHealthCheckServesAgainAndIsDrainedWholeLater() throws Exception {
    try (ListenerUpdates gateway =
            ListenerUpdates.start(folder, "gradual", 600, listener("web", "web", Chains.HTTP, 0));
        SidecarProcess sidecar =
            SidecarProcess.start(
                folder, gateway.envoy().adminSetting(), Setting.UNREADY_AFTER.env(), "0s")) {
      sidecar.awaitLog("drain plan made");
      assertThat(sidecar.control("POST", Paths.DRAIN).status()).isEqualTo(202);
      sidecar.awaitLog("\"action\":\"fail_readiness\",\"result\":\"200\"");
      assertThat(gateway.envoy().admin().get("/ready").body()).startsWith("DRAINING");

      RawHttp.Answer off = sidecar.control("DELETE", Paths.DRAIN);
      assertThat(off.status()).isEqualTo(200);
      assertThat(off.body()).contains("\"phase\":\"serving\"").doesNotContain("verdict");
      Await.until(
          "the serving Envoy's numbers",
          Duration.ofSeconds(30),
          () -> status(sidecar).contains("\"now\":{\"connections\":"));
      assertThat(gateway.envoy().admin().get("/ready").body()).startsWith("LIVE");
      try (KeepAlive client = new KeepAlive(gateway.connect("web"))) {
        client.get("/");
        assertThat(client.told()).isFalse();
      }

      assertThat(sidecar.deletion().get().body())
          .contains("\"verdict\":\"clean\"", "\"trigger\":\"deletion\"")
          .contains("\"actions\":[\"fail_readiness\",\"stop_listeners\"]");
    }
  }

  @Test
  void anEnvoyThatDrainsItsListenersGoesOnToDrainAndSaysThatItIsIrreversible() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        SidecarProcess sidecar = SidecarProcess.beside(gateway, folder)) {
      assertThat(sidecar.control("POST", Paths.DRAIN).status()).isEqualTo(202);
      sidecar.awaitLog("\"action\":\"announce\",\"result\":\"200\"");

      RawHttp.Answer off = sidecar.control("DELETE", Paths.DRAIN);
      assertThat(off.status()).isEqualTo(409);
      assertThat(off.body()).contains("can't be undone");
      assertThat(sidecar.control("GET", Paths.STATUS).body())
          .contains("\"trigger\":\"control\"")
          .doesNotContain("\"phase\":\"serving\"");

      assertThat(sidecar.deletion().get().body())
          .contains("\"verdict\":\"clean\"", "\"trigger\":\"deletion\"")
          .contains("\"actions\":[\"announce\",\"fail_readiness\",\"stop_listeners\"]");
    }
  }

  private static String status(SidecarProcess sidecar) {
    try {
      return sidecar.control("GET", Paths.STATUS).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
