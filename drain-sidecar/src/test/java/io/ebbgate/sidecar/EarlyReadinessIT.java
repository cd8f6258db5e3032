package io.ebbgate.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An Envoy whose clients hear of a drain by a failed readiness, which the kubelet sees late. */
@Timeout(60)
class EarlyReadinessIT {
  private static final String[] LATE = {Env.READINESS_LAG, "4s", Setting.MAX_ANNOUNCE.env(), "6s"};
  private static final Pattern ACTION = Pattern.compile("\"action\":\"([a-z_]+)\"");

  @TempDir Path folder;

  @Test
  void clientsHearOfTheDrainAtOnce() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.gradual();
        SidecarProcess sidecar = SidecarProcess.beside(gateway, folder, LATE);
        KeepAlive client = gateway.client()) {
      client.get("/");
      CompletableFuture<RawHttp.Answer> answer = sidecar.deletion();
      sidecar.awaitLog("\"action\":\"fail_readiness\"");
      client.get("/");

      assertThat(client.told()).isTrue();
      client.hangUp();
      assertThat(answer.get().body()).contains("\"verdict\":\"clean\"");
      assertThat(sent(sidecar)).containsExactly("fail_readiness", "stop_listeners");
    }
  }

  @Test
  void readinessIsRestoredBeforeTheKubeletSeesItWhereClientsStillCome() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.gradual();
        SidecarProcess sidecar = SidecarProcess.beside(gateway, folder, LATE)) {
      CompletableFuture<RawHttp.Answer> answer = sidecar.deletion();
      sidecar.awaitLog("\"action\":\"fail_readiness\"");
      assertThat(gateway.envoy().admin().get("/ready").status()).isEqualTo(503);
      comeUntil("restore_readiness", gateway, sidecar);

      assertThat(gateway.envoy().admin().get("/ready").status()).isEqualTo(200);
      assertThat(folder.resolve("draining")).doesNotExist();
      assertThat(answer.get().body()).contains("\"verdict\":\"clean\"");
      assertThat(sent(sidecar))
          .containsExactly(
              "fail_readiness", "restore_readiness", "fail_readiness", "stop_listeners");
    }
  }

  /** New clients, one after the other, as where all pods of a gateway end together. */
  private static void comeUntil(String action, GatewayFixture gateway, SidecarProcess sidecar)
      throws IOException {
    while (!sent(sidecar).contains(action)) {
      try (KeepAlive client = gateway.client()) {
        client.get("/");
      }
    }
  }

  private static List<String> sent(SidecarProcess sidecar) {
    return sidecar.log().stream()
        .filter(line -> line.contains("admin action sent"))
        .flatMap(line -> ACTION.matcher(line).results())
        .map(found -> found.group(1))
        .toList();
  }
}
