package io.ebbgate.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.admission.SelectiveClose;
import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Headers;
import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.sidecar.kernel.ForceCloseRights;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls that would close connections of a real Envoy, and are refused or asked about first. */
@Timeout(180)
class RefusedCloseIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final String[] ON = {Env.SELECTIVE_CLOSE, SelectiveClose.ON.wireName()};

  @TempDir Path folder;

  @BeforeEach
  void mayClose() throws IOException {
    assumeTrue(ForceCloseRights.here(), "this process may not close connections");
  }

  @Test
  void refusesWithTheListenersThereAreAndEveryMistake() throws Exception {
    try (ClosingGateway gateway = ClosingGateway.start(folder, SelectiveCloseIT.with(ON))) {
      JsonNode unknown = gateway.call("POST", "db-3306", "", 404);
      assertThat(unknown.path("listeners").toString())
          .contains("\"db/3306\"", "\"tenant\"", "\"web\"");
      JsonNode mistaken = gateway.call("POST", "db/3306", "peers=db&keep=6m&deadline=1s", 400);
      assertThat(mistaken.path("error").asText())
          .contains("peers is \"db\"", "keep is \"6m\"", "at most 5m", "\"deadline\"");
      assertThat(gateway.call("POST", "db/3306", "keep=1s&keep=2s", 400).path("error").asText())
          .contains("once");
    }
  }

  @Test
  void takesTheTokenAndNoCallOfAWebPage() throws Exception {
    try (ClosingGateway gateway = ClosingGateway.start(folder, SelectiveCloseIT.with(ON))) {
      String close = ClosingGateway.path("db/3306", "");
      String[] page = {Headers.TOKEN, SidecarProcess.TOKEN, "Origin", "http://localhost"};

      assertThat(RawHttp.call(gateway.sidecar().control(), "POST", close).status()).isEqualTo(403);
      assertThat(RawHttp.call(gateway.sidecar().control(), "DELETE", close).status())
          .isEqualTo(403);
      assertThat(RawHttp.call(gateway.sidecar().control(), "POST", close, page).status())
          .isEqualTo(403);
      assertThat(RawHttp.call(gateway.sidecar().hook(), "POST", close).status()).isEqualTo(404);
      assertThat(RawHttp.call(gateway.sidecar().control(), "PUT", close).head())
          .contains("Allow: DELETE, GET, POST");
    }
  }

  @Test
  void withoutTheCapabilityItCountsAndSaysWhyItClosesNothing() throws Exception {
    try (ClosingGateway gateway =
        ClosingGateway.start(
            folder, (admin, in) -> SidecarProcess.withoutNetAdmin(admin, in, ON))) {
      KeepAlive client = gateway.client("db/3306");

      SelectiveCloseIT.assertCounts(
          gateway.call("POST", "db/3306", "dry-run=true", 200), "dry_run", 1, 0);
      assertThat(gateway.call("POST", "db/3306", "", 409).path("error").asText())
          .contains("NET_ADMIN");

      assertThat(SelectiveCloseIT.isCut(client)).isFalse();
      assertThat(gateway.sidecar().control("GET", Paths.STATUS).body())
          .contains("\"selectiveClose\":false", "NET_ADMIN");
      assertThat(gateway.sidecar().metrics())
          .contains(MetricNames.SELECTIVE_CLOSE_AVAILABLE + " 0.0");
    }
  }

  @Test
  void saysThatTheNamespaceForbidsIt() throws Exception {
    try (ClosingGateway gateway =
        ClosingGateway.start(
            folder,
            SelectiveCloseIT.with(
                Env.SELECTIVE_CLOSE, SelectiveClose.FORBIDDEN_BY_NAMESPACE.wireName()))) {
      assertThat(gateway.call("POST", "db/3306", "", 409).path("error").asText())
          .contains("pod-security.kubernetes.io/enforce: privileged");
      assertThat(gateway.sidecar().control("GET", Paths.STATUS).body())
          .contains("\"selectiveClose\":false");
      assertThat(gateway.sidecar().metrics())
          .contains(MetricNames.SELECTIVE_CLOSE_AVAILABLE + " 0.0");
    }
  }

  @Test
  void isOffWhereItIsNotRequestedAndSaysHowToRequestIt() throws Exception {
    try (ClosingGateway gateway = ClosingGateway.start(folder, SelectiveCloseIT.with())) {
      assertThat(gateway.call("POST", "db/3306", "", 409).path("error").asText())
          .contains("ebbgate.io/selective-close");
      assertThat(gateway.sidecar().control("GET", Paths.STATUS).body())
          .doesNotContain("selectiveClose");
      assertThat(gateway.sidecar().metrics())
          .contains(MetricNames.SELECTIVE_CLOSE_AVAILABLE + " NaN");
    }
  }

  /** What the sidecar knows of listeners may be some seconds old. */
  @Test
  void aListenerThatHasJustBeenAddedIsNotGuessedAt() throws Exception {
    try (ListenerUpdates updates =
            ListenerUpdates.start(
                folder,
                "immediate",
                1,
                ListenerUpdates.listener("old", "a", ListenerUpdates.Chains.TCP, 0));
        ClosingGateway gateway =
            ClosingGateway.beside(updates.envoy(), folder, SelectiveCloseIT.with(ON))) {
      int port = gateway.envoy().listener("old").getPort();
      updates.update(ListenerUpdates.listener("new", "b", ListenerUpdates.Chains.TCP, port));
      Await.until("Envoy has it", LIMIT, () -> gateway.has("new"));

      Await.until(
          "the sidecar has read it",
          LIMIT,
          () -> {
            JsonNode answer = ClosingGateway.json(gateway.answer("POST", "new", ""));
            assertThat(answer.path("error").asText() + answer.path("result").asText())
                .containsAnyOf("have just changed", "done");
            return answer.path("result").asText().equals("done");
          });
    }
  }

  /** Its filter chains have one socket. */
  @Test
  void saysWhatElseWouldBeHitBeforeItHitsIt() throws Exception {
    try (ListenerUpdates updates =
            ListenerUpdates.start(
                folder,
                "immediate",
                1,
                ListenerUpdates.listener("edge", "a", ListenerUpdates.Chains.MIXED, 0));
        ClosingGateway gateway =
            ClosingGateway.beside(updates.envoy(), folder, SelectiveCloseIT.with(ON));
        KeepAlive _ = KeepAlive.to(updates.envoy(), "edge")) {
      Await.until(
          "Envoy has accepted it",
          LIMIT,
          () -> gateway.call("POST", "edge", "dry-run=true", 200).path("there").asInt() == 1);

      assertThat(gateway.call("POST", "edge", "", 409).path("error").asText())
          .contains("all its 2 filter chains", "shared=true");
      assertThat(
              gateway.call("POST", "edge", "dry-run=true", 200).at("/shared/filterChains").asInt())
          .isEqualTo(2);
      SelectiveCloseIT.assertCounts(gateway.call("POST", "edge", "shared=true", 200), "done", 1, 1);
    }
  }
}
