package io.ebbgate.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.admission.SelectiveClose;
import io.ebbgate.core.contract.Env;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.testkit.EnvoyBootstrap;
import io.ebbgate.core.testkit.RealEnvoy;
import io.ebbgate.sidecar.kernel.ForceCloseRights;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A listener of a real Envoy that is kept closed until its route points elsewhere. */
@Timeout(180)
class UntilRouteIT {
  private static final String[] ON = {Env.SELECTIVE_CLOSE, SelectiveClose.ON.wireName()};
  private static final String THERE = "until-route=cluster=db%2F3306&also=web";

  @TempDir Path folder;

  @BeforeEach
  void mayClose() throws IOException {
    assumeTrue(ForceCloseRights.here(), "this process may not close connections");
  }

  /** One call, so that no time passes between the route and the clients. */
  @Test
  void letsClientsInAsSoonAsTheRoutePointsThere() throws Exception {
    try (ListenerUpdates updates =
            ListenerUpdates.start(
                folder,
                "immediate",
                1,
                ListenerUpdates.listener("db", "a", ListenerUpdates.Chains.HTTP, 0));
        ClosingGateway gateway =
            ClosingGateway.beside(updates.envoy(), folder, SelectiveCloseIT.with(ON))) {
      int port = gateway.envoy().listener("db").getPort();
      String end = "id=mine&until-route=cluster=backend&wait=";
      var _ = gateway.call("POST", "db", "keep=2m&id=mine", 202);

      assertThat(gateway.call("DELETE", "db", end + "100ms", 202).path("result").asText())
          .isEqualTo("running");
      assertThat(gateway.call("DELETE", "db", "until-route=no", 400).path("error").asText())
          .contains("cluster=NAME", "at most 30s");
      updates.update(ListenerUpdates.listener("db", "b", ListenerUpdates.Chains.TCP, port));
      JsonNode ended = gateway.call("DELETE", "db", end + "30s", 200);

      assertThat(ended.path("result").asText()).isEqualTo("called_off");
      assertThat(ended.has("others")).isFalse();
      var _ = gateway.call("DELETE", "db", end + "30s", 409);
    }
  }

  /** So that they are not taken for clients that were let in too early. */
  @Test
  void saysHowManyOfAnotherListenerAreAtTheOldEndpointWhenClientsAreLetIn() throws Exception {
    try (ClosingGateway gateway = ClosingGateway.start(folder, SelectiveCloseIT.with(ON))) {
      KeepAlive web = gateway.client("web");
      var _ = gateway.call("POST", "db/3306", "keep=2m&id=mine", 202);

      JsonNode ended =
          gateway.call("DELETE", "db/3306", "until-route=cluster=db%2F3306&also=web&wait=30s", 200);

      assertThat(ended.path("result").asText()).isEqualTo("called_off");
      assertThat(ended.path("others").asInt()).isEqualTo(1);
      web.get("/");
    }
  }

  /** A call without a limit could let no client in, however often it was made. */
  @Test
  void waitsForASecondWhereTheCallDoesNotSay() throws Exception {
    try (ClosingGateway gateway = ClosingGateway.start(folder, SelectiveCloseIT.with(ON))) {
      var _ = gateway.call("POST", "db/3306", "keep=2m&id=mine", 202);

      assertThat(gateway.call("DELETE", "db/3306", THERE, 200).path("result").asText())
          .isEqualTo("called_off");
    }
  }

  /** A look may take as long as the call that it is made for. */
  @Test
  void aCallGoesOnFromWhatTheOneBeforeSaw() throws Exception {
    try (ClosingGateway gateway = ClosingGateway.start(folder, SelectiveCloseIT.with(ON))) {
      var _ = gateway.call("POST", "db/3306", "keep=2m&id=mine", 202);
      var _ = gateway.call("DELETE", "db/3306", THERE + "&wait=0s", 202);

      Await.until(
          "the next looks",
          Duration.ofSeconds(10),
          () -> gateway.answer("DELETE", "db/3306", THERE + "&wait=0s").status() == 200);
    }
  }

  @Tag("since-1.37")
  @Test
  void clientsAreLetInWhereEnvoyForbidsItsClusters() throws Exception {
    String admin =
        """
        {"socket_address":{"address":"127.0.0.1","port_value":0}},"allow_paths":[\
        {"prefix":"/stats"},{"prefix":"/server_info"},{"prefix":"/ready"},\
        {"prefix":"/listeners"},{"prefix":"/config_dump"}]
        """
            .strip();
    try (RawServer database = RawServer.saying(GatewayFixture::answer);
        RealEnvoy envoy =
            RealEnvoy.start(
                new EnvoyBootstrap(admin, List.of(), Optional.empty(), List.of())
                    .tcp("db", "127.0.0.1", 0, database.address()));
        ClosingGateway gateway = ClosingGateway.beside(envoy, folder, SelectiveCloseIT.with(ON))) {
      var _ = gateway.call("POST", "db", "keep=2m", 202);

      RawHttp.Answer ended =
          gateway.answer("DELETE", "db", "until-route=cluster=db&also=old&wait=20s");

      assertThat(ended.status()).as(ended.body()).isEqualTo(200);
      assertThat(ended.took()).isLessThan(Duration.ofSeconds(10));
      var _ = gateway.route("db", "?endpoints=true", 503);
    }
  }
}
