package io.ebbgate.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections of one listener of a real Envoy, closed on demand; others are left alone. */
@Timeout(180)
class SelectiveCloseIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MANY = 1_000;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final String[] ON = {Env.SELECTIVE_CLOSE, SelectiveClose.ON.wireName()};

  @TempDir Path folder;

  private final AtomicInteger sessions = new AtomicInteger();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private RealEnvoy envoy;
  private SidecarProcess sidecar;

  @BeforeEach
  void mayClose() throws IOException {
    assumeTrue(ForceCloseRights.here(), "this process may not close connections");
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  private <T extends AutoCloseable> T keep(T opening) {
    opened.add(opening);
    return opening;
  }

  /** Answers what it is sent, and counts those that are there. */
  private void session(Socket socket) throws IOException, InterruptedException {
    sessions.incrementAndGet();
    try {
      GatewayFixture.answer(socket);
    } finally {
      sessions.decrementAndGet();
    }
  }

  /** A database's listener, another tenant's, and one of HTTP. */
  private void startGateway() throws IOException {
    RawServer database = keep(RawServer.saying(this::session));
    RawServer other = keep(RawServer.saying(GatewayFixture::answer));
    envoy =
        keep(
            RealEnvoy.start(
                EnvoyBootstrap.withAdmin("127.0.0.1", 0)
                    .tcp("db/3306", "127.0.0.1", 0, database.address())
                    .tcp("tenant", "127.0.0.1", 0, other.address())
                    .http("web", "127.0.0.1", 0, other.address())));
  }

  private void start() throws Exception {
    startGateway();
    startSidecar(ON);
  }

  private void startSidecar(String... settings) throws InterruptedException {
    sidecar = keep(SidecarProcess.start(folder, envoy.adminSetting(), settings));
    sidecar.awaitLog("drain plan made");
  }

  /** A client that has had an answer. */
  private KeepAlive client(String listener) throws IOException {
    KeepAlive client = keep(KeepAlive.to(envoy, listener));
    client.get("/");
    return client;
  }

  private List<KeepAlive> clients(String listener, int many) throws IOException {
    List<KeepAlive> clients = new ArrayList<>();
    InetSocketAddress address = envoy.listener(listener);
    for (int i = 0; i < many; i++) {
      clients.add(
          keep(new KeepAlive(new Socket(InetAddress.getLoopbackAddress(), address.getPort()))));
      clients.getLast().get("/");
    }
    return clients;
  }

  private KeepAlive client(String listener, String from) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
    socket.connect(envoy.listener(listener));
    KeepAlive client = keep(new KeepAlive(socket));
    client.get("/");
    return client;
  }

  private static boolean isCut(KeepAlive client) {
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

  private static String path(String listener, String query) {
    String name = listener.replace("/", "%2F");
    return Paths.LISTENERS + "/" + name + Paths.CLOSE + (query.isEmpty() ? "" : "?" + query);
  }

  private JsonNode call(String method, String listener, String query, int status) {
    try {
      RawHttp.Answer answer = sidecar.control(method, path(listener, query));
      assertThat(answer.status()).as(answer.body()).isEqualTo(status);
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertCounts(JsonNode report, String result, int there, int closed) {
    assertThat(report.path("result").asText()).as("%s", report).isEqualTo(result);
    assertThat(report.path("there").asInt()).as("%s", report).isEqualTo(there);
    assertThat(report.path("closed").asInt()).as("%s", report).isEqualTo(closed);
  }

  @Test
  void closesAThousandOfOneListenerWithTheirUpstreamConnectionsAndNoOthers() throws Exception {
    start();
    List<KeepAlive> database = clients("db/3306", MANY);
    KeepAlive tenant = client("tenant");
    KeepAlive web = client("web");
    assertThat(sessions).hasValue(MANY);

    JsonNode report = call("POST", "db/3306", "", 200);

    assertCounts(report, "done", MANY, MANY);
    assertThat(report.path("came").asInt()).isZero();
    assertThat(report.path("left").asInt()).isZero();
    assertThat(report.path("failed").asInt()).isZero();
    System.out.println("1 000 connections closed: " + report);
    assertThat(cut(database)).isEqualTo(MANY);
    Await.until("upstream connections are closed", LIMIT, () -> sessions.get() == 0);
    tenant.get("/");
    web.get("/");
    assertThat(isCut(client("db/3306"))).as("the listener still accepts").isFalse();
    assertThat(call("GET", "db/3306", "", 200)).isEqualTo(report);
    assertThat(sidecar.metrics())
        .contains(MetricNames.SELECTIVE_CLOSE_AVAILABLE + " 1.0")
        .contains(MetricNames.CONNECTIONS_SELECTIVELY_CLOSED + " 1000.0")
        .contains(MetricNames.SELECTIVE_CLOSES + "{result=\"done\"} 1.0")
        .contains(MetricNames.LISTENERS_CLOSING + " 0.0");
    sidecar.awaitLog("closing connections on demand ended");
  }

  @Test
  void closesThoseOfTheClientsThatAreNamedAlone() throws Exception {
    start();
    KeepAlive named = client("db/3306", "127.0.7.1");
    KeepAlive alone = client("db/3306", "127.0.9.1");
    KeepAlive other = client("db/3306", "127.0.8.1");

    assertCounts(call("POST", "db/3306", "peers=127.0.7.0/24,127.0.9.1", 200), "done", 2, 2);

    assertThat(isCut(named)).isTrue();
    assertThat(isCut(alone)).isTrue();
    assertThat(isCut(other)).isFalse();
  }

  @Test
  void closesThoseThatAreOldEnoughAlone() throws Exception {
    start();
    KeepAlive old = client("db/3306");
    long since = System.nanoTime();
    Await.until("it is old", LIMIT, () -> System.nanoTime() - since > 6_000_000_000L);
    KeepAlive young = client("db/3306");

    assertCounts(call("POST", "db/3306", "age=1h", 200), "done", 0, 0);
    assertCounts(call("POST", "db/3306", "age=6s", 200), "done", 1, 1);

    assertThat(isCut(old)).isTrue();
    assertThat(isCut(young)).isFalse();
  }

  @Test
  void aDryRunCountsAndClosesNothing() throws Exception {
    start();
    KeepAlive client = client("db/3306");

    assertCounts(call("POST", "db/3306", "dry-run=true&keep=5s", 200), "dry_run", 1, 0);

    assertThat(isCut(client)).isFalse();
    var _ = call("GET", "db/3306", "", 404);
  }

  /** As Envoy's admin interface does, it takes a form where there is no query. */
  @Test
  void takesAFormForAQuery() throws Exception {
    start();
    KeepAlive client = client("db/3306");

    RawHttp.Answer answer =
        RawHttp.send(
            sidecar.control(),
            "POST",
            path("db/3306", ""),
            "dry-run=true",
            Headers.TOKEN,
            SidecarProcess.TOKEN);

    assertThat(answer.body()).contains("dry_run");
    assertThat(isCut(client)).isFalse();
  }

  @Test
  void spreadsClosesOverATime() throws Exception {
    start();
    List<KeepAlive> database = clients("db/3306", 50);

    JsonNode begun = call("POST", "db/3306", "spread=2s", 202);
    assertThat(begun.path("result").asText()).isEqualTo("running");
    assertThat(begun.path("closed").asInt()).isLessThan(50);
    Await.until(
        "all are closed",
        LIMIT,
        () -> call("GET", "db/3306", "", 200).path("result").asText().equals("done"));

    JsonNode report = call("GET", "db/3306", "", 200);
    assertCounts(report, "done", 50, 50);
    assertThat(report.path("tookMillis").asInt()).isGreaterThan(1_500);
    assertThat(cut(database)).isEqualTo(50);
  }

  /** What waits for its answer gets it; what is idle is closed at once. */
  @Test
  void waitsForWhatWorksToGetQuiet() throws Exception {
    start();
    KeepAlive idle = client("db/3306");
    long since = System.nanoTime();
    Await.until("it is idle", LIMIT, () -> System.nanoTime() - since > 1_000_000_000L);
    KeepAlive busy = keep(KeepAlive.to(envoy, "db/3306"));
    busy.send("/slow/3000");
    Await.until(
        "both are there",
        LIMIT,
        () -> call("POST", "db/3306", "dry-run=true", 200).path("working").asInt() == 1);

    JsonNode begun = call("POST", "db/3306", "wait-quiet=2m", 202);
    assertCounts(begun, "running", 2, 1);
    assertThat(isCut(idle)).isTrue();

    busy.receive();
    Await.until(
        "it is closed too",
        LIMIT,
        () -> call("GET", "db/3306", "", 200).path("result").asText().equals("done"));
    assertThat(isCut(busy)).isTrue();
  }

  @Test
  void stopsWhereItIsCalledOff() throws Exception {
    start();
    List<KeepAlive> database = clients("db/3306", 20);
    var _ = call("POST", "db/3306", "spread=30m", 202);

    JsonNode report = call("DELETE", "db/3306", "", 200);

    assertThat(report.path("result").asText()).isEqualTo("called_off");
    assertThat(report.path("left").asInt()).isGreaterThan(10);
    assertThat(cut(database)).isEqualTo(report.path("closed").asLong());
    var _ = call("DELETE", "db/3306", "", 409);
  }

  @Test
  void keepsClosingWhatComesUntilItIsCalledOff() throws Exception {
    start();
    KeepAlive web = client("web");
    KeepAlive before = client("db/3306");

    JsonNode begun = call("POST", "db/3306", "keep=2m", 202);
    assertCounts(begun, "running", 1, 1);
    assertThat(isCut(before)).isTrue();
    for (int i = 0; i < 5; i++) {
      KeepAlive anew = keep(KeepAlive.to(envoy, "db/3306"));
      Await.until("what comes is closed", LIMIT, () -> isCut(anew));
    }
    assertThat(call("POST", "db/3306", "", 409).at("/running/result").asText())
        .isEqualTo("running");
    assertThat(sidecar.control("GET", Paths.LISTENERS).body())
        .contains("\"closes\":[{\"listener\":\"db/3306\"");
    assertThat(sidecar.metrics()).contains(MetricNames.LISTENERS_CLOSING + " 1.0");
    web.get("/");

    JsonNode report = call("DELETE", "db/3306", "", 200);

    assertThat(report.path("result").asText()).isEqualTo("called_off");
    assertThat(report.path("came").asInt()).isGreaterThanOrEqualTo(5);
    assertThat(isCut(client("db/3306"))).as("clients are let in again").isFalse();
    assertThat(sidecar.metrics())
        .contains(MetricNames.SELECTIVE_CLOSES + "{result=\"called_off\"} 1.0");
  }

  @Test
  void keepsClosingNoLongerThanItWasToldTo() throws Exception {
    start();
    var _ = call("POST", "db/3306", "keep=1s", 202);

    Await.until(
        "it has ended",
        LIMIT,
        () -> call("GET", "db/3306", "", 200).path("result").asText().equals("done"));

    assertThat(isCut(client("db/3306"))).isFalse();
  }

  /** Its keeper has gone, and nothing else keeps clients away. */
  @Test
  void clientsAreLetInWhereTheSidecarDies() throws Exception {
    start();
    var _ = call("POST", "db/3306", "keep=2m", 202);

    sidecar.signal("KILL");
    assertThat(sidecar.ended(LIMIT)).isTrue();

    assertThat(isCut(client("db/3306"))).isFalse();
  }

  @Test
  void refusesWithTheListenersThereAreAndEveryMistake() throws Exception {
    start();

    JsonNode unknown = call("POST", "db-3306", "", 404);
    assertThat(unknown.path("listeners").toString())
        .contains("\"db/3306\"", "\"tenant\"", "\"web\"");
    JsonNode mistaken = call("POST", "db/3306", "peers=db&keep=6m&deadline=1s", 400);
    assertThat(mistaken.path("error").asText())
        .contains("peers is \"db\"", "keep is \"6m\"", "at most 5m", "\"deadline\"");
    assertThat(call("POST", "db/3306", "keep=1s&keep=2s", 400).path("error").asText())
        .contains("once");
  }

  @Test
  void takesTheTokenAndNoCallOfAWebPage() throws Exception {
    start();
    String close = path("db/3306", "");
    String[] page = {Headers.TOKEN, SidecarProcess.TOKEN, "Origin", "http://localhost"};

    assertThat(RawHttp.call(sidecar.control(), "POST", close).status()).isEqualTo(403);
    assertThat(RawHttp.call(sidecar.control(), "DELETE", close).status()).isEqualTo(403);
    assertThat(RawHttp.call(sidecar.control(), "POST", close, page).status()).isEqualTo(403);
    assertThat(RawHttp.call(sidecar.hook(), "POST", close).status()).isEqualTo(404);
    assertThat(RawHttp.call(sidecar.control(), "PUT", close).head())
        .contains("Allow: DELETE, GET, POST");
  }

  @Test
  void withoutTheCapabilityItCountsAndSaysWhyItClosesNothing() throws Exception {
    startGateway();
    sidecar = keep(SidecarProcess.withoutNetAdmin(envoy.adminSetting(), folder, ON));
    KeepAlive client = client("db/3306");

    assertCounts(call("POST", "db/3306", "dry-run=true", 200), "dry_run", 1, 0);
    assertThat(call("POST", "db/3306", "", 409).path("error").asText()).contains("NET_ADMIN");

    assertThat(isCut(client)).isFalse();
    assertThat(sidecar.control("GET", Paths.STATUS).body())
        .contains("\"selectiveClose\":false", "NET_ADMIN");
    assertThat(sidecar.metrics()).contains(MetricNames.SELECTIVE_CLOSE_AVAILABLE + " 0.0");
  }

  @Test
  void saysThatTheNamespaceForbidsIt() throws Exception {
    startGateway();
    startSidecar(Env.SELECTIVE_CLOSE, SelectiveClose.FORBIDDEN_BY_NAMESPACE.wireName());

    assertThat(call("POST", "db/3306", "", 409).path("error").asText())
        .contains("pod-security.kubernetes.io/enforce: privileged");
    assertThat(sidecar.control("GET", Paths.STATUS).body()).contains("\"selectiveClose\":false");
    assertThat(sidecar.metrics()).contains(MetricNames.SELECTIVE_CLOSE_AVAILABLE + " 0.0");
  }

  @Test
  void isOffWhereItIsNotRequestedAndSaysHowToRequestIt() throws Exception {
    startGateway();
    startSidecar();

    assertThat(call("POST", "db/3306", "", 409).path("error").asText())
        .contains("ebbgate.io/selective-close");
    assertThat(sidecar.control("GET", Paths.STATUS).body()).doesNotContain("selectiveClose");
    assertThat(sidecar.metrics()).contains(MetricNames.SELECTIVE_CLOSE_AVAILABLE + " NaN");
  }

  /** The kernel gives a connection to the listener of its very address. */
  @Test
  void leavesAListenerOfOneAddressOfTheSamePortAlone() throws Exception {
    RawServer backend = keep(RawServer.saying(GatewayFixture::answer));
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    envoy =
        keep(
            RealEnvoy.start(
                EnvoyBootstrap.withAdmin("127.0.0.1", 0)
                    .tcp("all", "0.0.0.0", port, backend.address())
                    .tcp("one", "127.0.0.2", port, backend.address())));
    startSidecar(ON);
    KeepAlive ofAll = keep(new KeepAlive(new Socket(InetAddress.ofLiteral("127.0.0.1"), port)));
    KeepAlive ofOne = keep(new KeepAlive(new Socket(InetAddress.ofLiteral("127.0.0.2"), port)));
    ofAll.get("/");
    ofOne.get("/");

    assertCounts(call("POST", "all", "", 200), "done", 1, 1);
    assertThat(isCut(ofAll)).isTrue();
    assertThat(isCut(ofOne)).isFalse();

    assertCounts(call("POST", "one", "", 200), "done", 1, 1);
    assertThat(isCut(ofOne)).isTrue();
  }

  /** What the sidecar knows of listeners may be some seconds old. */
  @Test
  void aListenerThatHasJustBeenAddedIsNotGuessedAt() throws Exception {
    try (ListenerUpdates updates =
        ListenerUpdates.start(
            folder,
            "immediate",
            1,
            ListenerUpdates.listener("old", "a", ListenerUpdates.Chains.TCP, 0))) {
      envoy = updates.envoy();
      startSidecar(ON);
      int port = envoy.listener("old").getPort();
      updates.update(ListenerUpdates.listener("new", "b", ListenerUpdates.Chains.TCP, port));
      Await.until("Envoy has it", LIMIT, () -> hasListener("new"));

      Await.until(
          "the sidecar has read it",
          LIMIT,
          () -> {
            JsonNode answer = answered("new");
            assertThat(answer.path("error").asText() + answer.path("result").asText())
                .containsAnyOf("have just changed", "done");
            return answer.path("result").asText().equals("done");
          });
    }
  }

  private boolean hasListener(String name) {
    try {
      return envoy.admin().get("/listeners").body().contains(name + "::");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode answered(String listener) {
    try {
      return JSON.readTree(sidecar.control("POST", path(listener, "")).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
            ListenerUpdates.listener("edge", "a", ListenerUpdates.Chains.MIXED, 0))) {
      envoy = updates.envoy();
      startSidecar(ON);
      Socket client = keep(new Socket("127.0.0.1", envoy.listener("edge").getPort()));
      Await.until(
          "Envoy has accepted it",
          LIMIT,
          () -> call("POST", "edge", "dry-run=true", 200).path("there").asInt() == 1);

      assertThat(call("POST", "edge", "", 409).path("error").asText())
          .contains("all its 2 filter chains", "shared=true");
      assertThat(call("POST", "edge", "dry-run=true", 200).at("/shared/filterChains").asInt())
          .isEqualTo(2);
      assertCounts(call("POST", "edge", "shared=true", 200), "done", 1, 1);

      assertThat(client.isConnected()).isTrue();
    }
  }
}
