package io.ebbgate.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.SelectiveClose;
import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Headers;
import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.testkit.EnvoyBootstrap;
import io.ebbgate.core.testkit.RealEnvoy;
import io.ebbgate.sidecar.kernel.ForceCloseRights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections of one listener of a real Envoy, closed on demand; others are left alone. */
@Timeout(180)
class SelectiveCloseIT {
  private static final int MANY = 1_000;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final String[] ON = {Env.SELECTIVE_CLOSE, SelectiveClose.ON.wireName()};

  @TempDir Path folder;

  @BeforeEach
  void mayClose() throws IOException {
    assumeTrue(ForceCloseRights.here(), "this process may not close connections");
  }

  private ClosingGateway started() throws Exception {
    return ClosingGateway.start(folder, with(ON));
  }

  static ClosingGateway.Start with(String... settings) {
    return (admin, folder) -> SidecarProcess.start(folder, admin, settings);
  }

  static boolean isCut(KeepAlive client) {
    try {
      client.get("/");
      return false;
    } catch (IOException _) {
      return true;
    }
  }

  private static long cut(List<KeepAlive> clients) {
    return clients.stream().filter(SelectiveCloseIT::isCut).count();
  }

  static void assertCounts(JsonNode report, String result, int there, int closed) {
    assertThat(report.path("result").asText()).as("%s", report).isEqualTo(result);
    assertThat(report.path("there").asInt()).as("%s", report).isEqualTo(there);
    assertThat(report.path("closed").asInt()).as("%s", report).isEqualTo(closed);
  }

  @Test
  void closesAThousandOfOneListenerWithTheirUpstreamConnectionsAndNoOthers() throws Exception {
    try (ClosingGateway gateway = started()) {
      List<KeepAlive> database = gateway.clients("db/3306", MANY);
      KeepAlive tenant = gateway.client("tenant");
      KeepAlive web = gateway.client("web");
      assertThat(gateway.sessions()).isEqualTo(MANY);

      JsonNode report = gateway.call("POST", "db/3306", "", 200);

      assertCounts(report, "done", MANY, MANY);
      assertThat(report.path("came").asInt()).isZero();
      assertThat(report.path("left").asInt()).isZero();
      assertThat(report.path("failed").asInt()).isZero();
      System.out.println("1 000 connections closed: " + report);
      assertThat(cut(database)).isEqualTo(MANY);
      Await.until("upstream connections are closed", LIMIT, () -> gateway.sessions() == 0);
      tenant.get("/");
      web.get("/");
      assertThat(isCut(gateway.client("db/3306"))).as("the listener still accepts").isFalse();
      ObjectNode last = (ObjectNode) gateway.call("GET", "db/3306", "", 200);
      assertThat(last.path("clockMillis").asLong())
          .isGreaterThanOrEqualTo(report.path("clockMillis").asLong());
      JsonNode sameClock = last.set("clockMillis", report.path("clockMillis"));
      assertThat(sameClock).isEqualTo(report);
      assertThat(gateway.sidecar().metrics())
          .contains(MetricNames.SELECTIVE_CLOSE_AVAILABLE + " 1.0")
          .contains(MetricNames.CONNECTIONS_SELECTIVELY_CLOSED + " 1000.0")
          .contains(MetricNames.SELECTIVE_CLOSES + "{result=\"done\"} 1.0")
          .contains(MetricNames.LISTENERS_CLOSING + " 0.0");
      gateway.sidecar().awaitLog("closing connections on demand ended");
    }
  }

  @Test
  void closesThoseOfTheClientsThatAreNamedAlone() throws Exception {
    try (ClosingGateway gateway = started()) {
      KeepAlive named = gateway.client("db/3306", "127.0.7.1");
      KeepAlive alone = gateway.client("db/3306", "127.0.9.1");
      KeepAlive other = gateway.client("db/3306", "127.0.8.1");

      assertCounts(
          gateway.call("POST", "db/3306", "peers=127.0.7.0/24,127.0.9.1", 200), "done", 2, 2);

      assertThat(isCut(named)).isTrue();
      assertThat(isCut(alone)).isTrue();
      assertThat(isCut(other)).isFalse();
    }
  }

  @Test
  void closesThoseThatAreOldEnoughAlone() throws Exception {
    try (ClosingGateway gateway = started()) {
      KeepAlive old = gateway.client("db/3306");
      long since = System.nanoTime();
      Await.until("it is old", LIMIT, () -> System.nanoTime() - since > 6_000_000_000L);
      KeepAlive young = gateway.client("db/3306");

      assertCounts(gateway.call("POST", "db/3306", "age=1h", 200), "done", 0, 0);
      assertCounts(gateway.call("POST", "db/3306", "age=6s", 200), "done", 1, 1);

      assertThat(isCut(old)).isTrue();
      assertThat(isCut(young)).isFalse();
    }
  }

  @Test
  void aDryRunCountsAndClosesNothing() throws Exception {
    try (ClosingGateway gateway = started()) {
      KeepAlive client = gateway.client("db/3306");

      assertCounts(gateway.call("POST", "db/3306", "dry-run=true&keep=5s", 200), "dry_run", 1, 0);

      assertThat(isCut(client)).isFalse();
      var _ = gateway.call("GET", "db/3306", "", 404);
    }
  }

  /** As Envoy's admin interface does, it takes a form where there is no query. */
  @Test
  void takesAFormForAQuery() throws Exception {
    try (ClosingGateway gateway = started()) {
      KeepAlive client = gateway.client("db/3306");

      RawHttp.Answer answer =
          RawHttp.send(
              gateway.sidecar().control(),
              "POST",
              ClosingGateway.path("db/3306", ""),
              "dry-run=true",
              Headers.TOKEN,
              SidecarProcess.TOKEN);

      assertThat(answer.body()).contains("dry_run");
      assertThat(isCut(client)).isFalse();
    }
  }

  @Test
  void spreadsClosesOverATime() throws Exception {
    try (ClosingGateway gateway = started()) {
      List<KeepAlive> database = gateway.clients("db/3306", 50);

      JsonNode begun = gateway.call("POST", "db/3306", "spread=2s", 202);
      assertThat(begun.path("result").asText()).isEqualTo("running");
      assertThat(begun.path("closed").asInt()).isLessThan(50);
      Await.until("all are closed", LIMIT, () -> gateway.hasEnded("db/3306", "done"));

      JsonNode report = gateway.call("GET", "db/3306", "", 200);
      assertCounts(report, "done", 50, 50);
      assertThat(report.path("tookMillis").asInt()).isGreaterThan(1_500);
      assertThat(cut(database)).isEqualTo(50);
    }
  }

  /** What waits for its answer gets it; what is idle is closed at once. */
  @Test
  void waitsForWhatWorksToGetQuiet() throws Exception {
    try (ClosingGateway gateway = started()) {
      KeepAlive idle = gateway.client("db/3306");
      // One look takes an answer within a step of the kernel's clock for a request.
      idle.get("/slow/50");
      long since = System.nanoTime();
      Await.until("it is idle", LIMIT, () -> System.nanoTime() - since > 1_000_000_000L);
      KeepAlive busy = gateway.connected("db/3306");
      busy.send("/slow/3000");
      Await.until(
          "both are there",
          LIMIT,
          () -> gateway.call("POST", "db/3306", "dry-run=true", 200).path("working").asInt() == 1);

      JsonNode begun = gateway.call("POST", "db/3306", "wait-quiet=2m", 202);
      assertCounts(begun, "running", 2, 1);
      assertThat(isCut(idle)).isTrue();

      busy.receive();
      Await.until("it is closed too", LIMIT, () -> gateway.hasEnded("db/3306", "done"));
      assertThat(isCut(busy)).isTrue();
    }
  }

  @Test
  void stopsWhereItIsCalledOff() throws Exception {
    try (ClosingGateway gateway = started()) {
      List<KeepAlive> database = gateway.clients("db/3306", 20);
      var _ = gateway.call("POST", "db/3306", "spread=30m", 202);

      JsonNode report = gateway.call("DELETE", "db/3306", "", 200);

      assertThat(report.path("result").asText()).isEqualTo("called_off");
      assertThat(report.path("left").asInt()).isGreaterThan(10);
      assertThat(cut(database)).isEqualTo(report.path("closed").asLong());
      var _ = gateway.call("DELETE", "db/3306", "", 409);
    }
  }

  @Test
  void keepsClosingWhatComesUntilItIsCalledOff() throws Exception {
    try (ClosingGateway gateway = started()) {
      KeepAlive web = gateway.client("web");
      KeepAlive before = gateway.client("db/3306");

      JsonNode begun = gateway.call("POST", "db/3306", "keep=2m", 202);
      assertCounts(begun, "running", 1, 1);
      assertThat(isCut(before)).isTrue();
      for (int i = 0; i < 5; i++) {
        KeepAlive anew = gateway.connected("db/3306");
        Await.until("what comes is closed", LIMIT, () -> isCut(anew));
      }
      assertThat(gateway.call("POST", "db/3306", "", 409).at("/running/result").asText())
          .isEqualTo("running");
      assertThat(gateway.sidecar().control("GET", Paths.LISTENERS).body())
          .contains("\"closes\":[{\"listener\":\"db/3306\"");
      assertThat(gateway.sidecar().metrics()).contains(MetricNames.LISTENERS_CLOSING + " 1.0");
      web.get("/");

      JsonNode report = gateway.call("DELETE", "db/3306", "", 200);

      assertThat(report.path("result").asText()).isEqualTo("called_off");
      assertThat(report.path("came").asInt()).isGreaterThanOrEqualTo(5);
      assertThat(isCut(gateway.client("db/3306"))).as("clients are let in again").isFalse();
      assertThat(gateway.sidecar().metrics())
          .contains(MetricNames.SELECTIVE_CLOSES + "{result=\"called_off\"} 1.0");
    }
  }

  /** An answer that was lost is asked for again, and no other client's request is ended. */
  @Test
  void knowsARequestAgainByItsId() throws Exception {
    try (ClosingGateway gateway = started()) {
      var _ = gateway.call("POST", "db/3306", "keep=2m&id=mine", 202);

      assertThat(gateway.call("POST", "db/3306", "keep=2m&id=mine", 202).path("id").asText())
          .isEqualTo("mine");
      assertThat(
              gateway.call("POST", "db/3306", "keep=2m&id=theirs", 409).path("running").isEmpty())
          .isFalse();
      assertThat(gateway.call("DELETE", "db/3306", "id=theirs", 409).path("error").asText())
          .contains("theirs");
      var _ = gateway.call("DELETE", "db/3306", "id=a%20b", 400);
      assertThat(gateway.call("DELETE", "db/3306", "id=mine", 200).path("result").asText())
          .isEqualTo("called_off");
      assertThat(gateway.sidecar().metrics())
          .contains(MetricNames.LISTENERS_KEPT_CLOSED + " 0.")
          .doesNotContain(MetricNames.LISTENERS_KEPT_CLOSED + " 0.0\n");
    }
  }

  /** A database that has ended says so, and a pool does not hear it: Envoy keeps both halves. */
  @Test
  void closesConnectionsThatTheirUpstreamHasHalfClosed() throws Exception {
    try (RawServer backend = RawServer.saying(_ -> {});
        RealEnvoy envoy =
            RealEnvoy.start(
                EnvoyBootstrap.withAdmin("127.0.0.1", 0)
                    .tcp("db", "127.0.0.1", 0, backend.address()));
        ClosingGateway gateway = ClosingGateway.beside(envoy, folder, with(ON));
        Socket client =
            new Socket(InetAddress.getLoopbackAddress(), envoy.listener("db").getPort())) {
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      assertThat(connections(gateway)).isEqualTo(1);

      assertCounts(gateway.call("POST", "db", "", 200), "done", 1, 1);

      Await.until("both halves are closed", LIMIT, () -> connections(gateway) == 0);
    }
  }

  private static int connections(ClosingGateway gateway) {
    try {
      return gateway.route("db", "?endpoints=true", 200).at("/endpoints/0/connections").asInt(-1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** So that it begins at several gateways at once. */
  @Test
  void beginsAfterItsDelayAndIsRegisteredBefore() throws Exception {
    try (ClosingGateway gateway = started()) {
      KeepAlive client = gateway.client("db/3306");

      JsonNode waiting = gateway.call("POST", "db/3306", "delay=9s&keep=2m&id=mine", 202);
      assertThat(waiting.path("result").asText()).isEqualTo("waiting");
      assertThat(waiting.has("remaining")).as("nothing is known yet").isFalse();
      assertThat(gateway.call("POST", "db/3306", "id=theirs", 409).at("/running/id").asText())
          .isEqualTo("mine");
      assertThat(gateway.call("DELETE", "db/3306", "id=mine", 200).path("result").asText())
          .isEqualTo("called_off");
      assertThat(isCut(client)).isFalse();

      var _ = gateway.call("POST", "db/3306", "delay=200ms", 202);
      Await.until("it has ended", LIMIT, () -> gateway.hasEnded("db/3306", "done"));
      assertThat(isCut(client)).isTrue();
    }
  }

  @Test
  void beginsWhenItsClockSaysSo() throws Exception {
    try (ClosingGateway gateway = started()) {
      KeepAlive client = gateway.client("db/3306");
      long clock =
          gateway.call("POST", "db/3306", "dry-run=true", 200).path("clockMillis").asLong();

      assertThat(
              gateway
                  .call("POST", "db/3306", "begin=" + (clock + 9_000) + "ms", 202)
                  .path("result")
                  .asText())
          .isEqualTo("waiting");
      var _ = gateway.call("DELETE", "db/3306", "", 200);
      assertThat(isCut(client)).isFalse();

      assertThat(
              gateway.call("POST", "db/3306", "begin=" + clock + "ms", 200).path("result").asText())
          .as("that is over")
          .isEqualTo("done");
      assertThat(isCut(client)).isTrue();
    }
  }

  @Test
  void saysWhereAListenerLeadsItsClients() throws Exception {
    try (ClosingGateway gateway = started()) {
      KeepAlive client = gateway.client("db/3306");

      JsonNode tcp = gateway.route("db/3306", "?endpoints=true", 200);

      assertThat(tcp.path("clusters").toString()).isEqualTo("[\"db/3306\"]");
      assertThat(tcp.path("complete").asBoolean()).isTrue();
      assertThat(tcp.at("/endpoints/0/address").asText()).startsWith("127.0.0.1:");
      assertThat(tcp.at("/endpoints/0/healthy").asBoolean()).isTrue();
      assertThat(tcp.at("/endpoints/0/connections").asInt()).isEqualTo(1);
      assertThat(gateway.route("web", "", 200).path("clusters").toString()).isEqualTo("[\"web\"]");
      assertThat(gateway.route("web", "", 200).has("endpoints")).isFalse();
      assertThat(gateway.route("db", "", 404).path("error").asText()).contains("no listener db");
      assertThat(gateway.route("web", "?clusters=all", 400).path("error").asText())
          .contains("endpoints=true");
      assertThat(isCut(client)).isFalse();
    }
  }

  @Test
  void keepsClosingNoLongerThanItWasToldTo() throws Exception {
    try (ClosingGateway gateway = started()) {
      var _ = gateway.call("POST", "db/3306", "keep=1s", 202);

      Await.until("it has ended", LIMIT, () -> gateway.hasEnded("db/3306", "done"));

      assertThat(isCut(gateway.client("db/3306"))).isFalse();
    }
  }

  /** Its keeper has gone, and nothing else keeps clients away. */
  @Test
  void clientsAreLetInWhereTheSidecarDies() throws Exception {
    try (ClosingGateway gateway = started()) {
      var _ = gateway.call("POST", "db/3306", "keep=2m", 202);

      gateway.sidecar().signal("KILL");
      assertThat(gateway.sidecar().ended(LIMIT)).isTrue();

      assertThat(isCut(gateway.client("db/3306"))).isFalse();
    }
  }

  /** The kernel gives a connection to the listener of its very address. */
  @Test
  void leavesAListenerOfOneAddressOfTheSamePortAlone() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (RawServer backend = RawServer.saying(GatewayFixture::answer);
        RealEnvoy envoy =
            RealEnvoy.start(
                EnvoyBootstrap.withAdmin("127.0.0.1", 0)
                    .tcp("all", "0.0.0.0", port, backend.address())
                    .tcp("one", "127.0.0.2", port, backend.address()));
        ClosingGateway gateway = ClosingGateway.beside(envoy, folder, with(ON))) {
      KeepAlive ofAll = gateway.clientOf("127.0.0.1", port);
      KeepAlive ofOne = gateway.clientOf("127.0.0.2", port);

      assertCounts(gateway.call("POST", "all", "", 200), "done", 1, 1);
      assertThat(isCut(ofAll)).isTrue();
      assertThat(isCut(ofOne)).isFalse();

      assertCounts(gateway.call("POST", "one", "", 200), "done", 1, 1);
      assertThat(isCut(ofOne)).isTrue();
    }
  }
}
