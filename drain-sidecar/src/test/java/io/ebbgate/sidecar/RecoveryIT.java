package io.ebbgate.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sidecar that is started anew beside an Envoy that its earlier run made DRAINING. */
class RecoveryIT {
  @TempDir Path folder;

  @Test
  void makesAGatewayReadyAgainThatStillAccepts() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.overTcp()) {
      drain(gateway, "never");
      try (SidecarProcess again = start(gateway, "never")) {
        again.awaitLog("\"action\":\"recover\",\"result\":\"200\"");
      }
    }
  }

  @Test
  void leavesAGatewayUnreadyWhoseListenersWereStopped() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.overTcp()) {
      drain(gateway, "end");
      try (SidecarProcess again = start(gateway, "end")) {
        again.awaitLog("it is left DRAINING");
        assertThat(again.log()).noneMatch(line -> line.contains("recover"));
      }
    }
  }

  private void drain(GatewayFixture gateway, String closeListeners) throws Exception {
    try (SidecarProcess sidecar = start(gateway, closeListeners)) {
      sidecar.awaitLog("drain plan made");
      sidecar.control("POST", Paths.DRAIN);
      sidecar.awaitLog("\"phase\":\"released\"");
      Files.delete(sidecar.message());
    }
  }

  private SidecarProcess start(GatewayFixture gateway, String closeListeners) {
    return SidecarProcess.start(
        folder, gateway.envoy().adminSetting(), Setting.CLOSE_LISTENERS.env(), closeListeners);
  }
}
