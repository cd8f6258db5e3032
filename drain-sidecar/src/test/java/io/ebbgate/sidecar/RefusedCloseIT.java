package io.ebbgate.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.admission.SelectiveClose;
import io.ebbgate.core.contract.CloseErrors;
import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Headers;
import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.testkit.ControlGroup;
import io.ebbgate.sidecar.kernel.ForceCloseRights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

  /** Why nothing is closed, and where that stands; the cause is part of the sentence. */
  record Refusal(ClosingGateway.Start start, String cause, String status, String available) {}

  private static final Refusal NO_CAPABILITY =
      new Refusal(
          (admin, in) -> SidecarProcess.withoutNetAdmin(admin, in, ON),
          "NET_ADMIN",
          "\"selectiveClose\":false",
          "0.0");

  private static final Refusal NOT_REQUESTED =
      new Refusal(SelectiveCloseIT.with(), "ebbgate.io/selective-close", "\"phase\"", "NaN");

  static List<Named<Refusal>> refusals() {
    return List.of(
        Named.of("without the capability", NO_CAPABILITY),
        Named.of("not requested", NOT_REQUESTED),
        Named.of(
            "forbidden by the namespace",
            new Refusal(
                SelectiveCloseIT.with(
                    Env.SELECTIVE_CLOSE, SelectiveClose.FORBIDDEN_BY_NAMESPACE.wireName()),
                "pod-security.kubernetes.io/enforce: privileged",
                "\"selectiveClose\":false",
                "0.0")));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void countsAndSaysWhyItClosesNothing(Refusal refusal) throws Exception {
    try (ClosingGateway gateway = ClosingGateway.start(folder, refusal.start())) {
      KeepAlive client = gateway.client("db/3306");

      SelectiveCloseIT.assertCounts(
          gateway.call("POST", "db/3306", "dry-run=true", 200), "dry_run", 1, 0);
      assertThat(gateway.call("POST", "db/3306", "", 409).path("error").asText())
          .contains(refusal.cause());

      assertThat(SelectiveCloseIT.isCut(client)).isFalse();
      assertThat(gateway.sidecar().control("GET", Paths.STATUS).body()).contains(refusal.status());
      assertThat(gateway.sidecar().metrics())
          .contains(MetricNames.SELECTIVE_CLOSE_AVAILABLE + " " + refusal.available());
    }
  }

  @Test
  void theStatusNamesTheMissingCapabilityAndNothingThatIsNotRequested() throws Exception {
    try (ClosingGateway gateway = ClosingGateway.start(folder, NO_CAPABILITY.start())) {
      assertThat(gateway.sidecar().control("GET", Paths.STATUS).body()).contains("NET_ADMIN");
    }
    try (ClosingGateway gateway =
        ClosingGateway.start(Files.createDirectory(folder.resolve("off")), NOT_REQUESTED.start())) {
      assertThat(gateway.sidecar().control("GET", Paths.STATUS).body())
          .doesNotContain("selectiveClose");
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
            assertThat(answer.path(CloseErrors.REASON).asText() + answer.path("result").asText())
                .isIn(CloseErrors.OUTDATED, "done");
            return answer.path("result").asText().equals("done");
          });
    }
  }

  /** It stayed registered for ever: each call was answered that it ran. */
  @Test
  void aRequestThatGetsNoThreadHasEnded() throws Exception {
    try (ClosingGateway gateway = ClosingGateway.start(folder, SelectiveCloseIT.with(ON))) {
      // The JVM's own threads have started with it.
      var _ = gateway.call("POST", "db/3306", "keep=100ms", 202);
      Await.until("it has ended", LIMIT, () -> gateway.hasEnded("db/3306", "done"));
      try (ControlGroup _ = ControlGroup.withoutMoreThreads(gateway.sidecar().pid())) {
        int status = gateway.answer("POST", "db/3306", "keep=1m&id=mine").status();
        assumeTrue(status != 202, "this user may limit no processes");

        assertThat(status).isEqualTo(503);
        assertThat(gateway.hasEnded("db/3306", "failed")).isTrue();
        var _ = gateway.call("DELETE", "db/3306", "", 409);
        var _ = gateway.call("POST", "db/3306", "keep=1m&id=theirs", 503);
        assertThat(gateway.sidecar().metrics())
            .contains(MetricNames.LISTENERS_CLOSING + " 0.0")
            .contains(MetricNames.SELECTIVE_CLOSES + "{result=\"failed\"} 2.0");
      }
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

      JsonNode refused = gateway.call("POST", "edge", "", 409);
      assertThat(refused.path("error").asText()).contains("all its 2 filter chains", "shared=true");
      assertThat(refused.path(CloseErrors.REASON).asText()).isEqualTo(CloseErrors.SHARED);
      assertThat(refused.path(CloseErrors.PORT).asInt())
          .isEqualTo(updates.envoy().listener("edge").getPort());
      assertThat(refused.path(CloseErrors.LISTENERS).isArray()).isTrue();
      assertThat(refused.path(CloseErrors.FILTER_CHAINS).asInt()).isEqualTo(2);
      assertThat(
              gateway.call("POST", "edge", "dry-run=true", 200).at("/shared/filterChains").asInt())
          .isEqualTo(2);
      SelectiveCloseIT.assertCounts(gateway.call("POST", "edge", "shared=true", 200), "done", 1, 1);
    }
  }
}
