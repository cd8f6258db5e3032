package io.ebbgate.sidecar;

import static io.ebbgate.sidecar.ListenerUpdates.listener;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Headers;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.sidecar.ListenerUpdates.Chains;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A control plane changes the listeners of a real Envoy that serves, or that is drained. */
@Timeout(60)
class ListenerDrainIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void anUpdateDrainsTheOldVersionOfEachProtocolAndCountsWhatEnvoyCut() throws Exception {
    try (ListenerUpdates gateway =
            ListenerUpdates.start(
                folder,
                "immediate",
                10,
                listener("web", "web1", Chains.HTTP, 0),
                listener("raw", "raw1", Chains.TCP, 0),
                listener("both", "both1", Chains.MIXED, 0));
        SidecarProcess sidecar = started(gateway);
        KeepAlive busy = new KeepAlive(gateway.connect("web"));
        Socket idle = gateway.connect("web");
        Socket session = gateway.connect("raw");
        Socket other = gateway.connect("both")) {
      awaitConnections(sidecar, 4);
      gateway.update(
          listener("web", "web2", Chains.HTTP, 0),
          listener("raw", "raw2", Chains.TCP, 0),
          listener("both", "both2", Chains.MIXED, 0));
      Await.until("draining", LIMIT, () -> status(sidecar).contains("\"state\":\"draining\""));
      busy.get("/");
      assertThat(busy.told()).isTrue();
      busy.hangUp();

      assertThat(reports(sidecar, "web", 1).getFirst())
          .contains(
              "\"version\":\"v1\",\"state\":\"closed\",\"scenario\":\"listener_update\"",
              "\"strategy\":\"http\",\"pace\":\"immediate\",\"verdict\":\"forced\"",
              "\"connections\":2,",
              "\"closed\":1,\"cut\":1,\"upperBound\":false");
      assertThat(reports(sidecar, "raw", 1).getFirst())
          .contains("\"strategy\":\"tcp\"", "\"verdict\":\"forced\"", "\"closed\":0,\"cut\":1");
      assertThat(reports(sidecar, "both", 1).getFirst())
          .contains("\"strategy\":\"mixed\"", "\"verdict\":\"forced\"", "\"closed\":0,\"cut\":1");
      for (Socket cut : List.of(idle, session, other)) {
        assertThat(isClosed(cut)).isTrue();
      }
      assertThat(status(sidecar)).contains("\"phase\":\"serving\"", "\"listenerDrains\":[{");
      assertThat(sidecar.metrics())
          .contains(
              "ebbgate_listener_versions_active{state=\"active\"} 4.0",
              "ebbgate_listener_drain_timeouts_total{scenario=\"listener_update\"} 3.0",
              "ebbgate_listener_drain_duration_seconds_count{scenario=\"listener_update\"} 3",
              "ebbgate_connection_state_transitions_total{from=\"closing\",to=\"closed\"} 3.0",
              "ebbgate_connection_state_transitions_total{from=\"draining\",to=\"closed\"} 1.0");
      assertServes(gateway, sidecar);
    }
  }

  @Test
  void connectionsThatAnUpdateCutAreGivenNoticeOfAndAreListedForTheObserver() throws Exception {
    BlockingQueue<String> notices = new LinkedBlockingQueue<>();
    try (ListenerUpdates gateway =
            ListenerUpdates.start(
                folder,
                "immediate",
                2,
                listener("raw", "raw1", Chains.TCP, 0),
                listener("quiet", "quiet1", Chains.TCP, 0));
        RawServer observer = RawServer.saying(socket -> notices.add(accepted(socket)));
        SidecarProcess sidecar =
            started(
                gateway,
                Env.OBSERVER_ADDRESS,
                "localhost:" + observer.address().getPort(),
                Env.POD_NAMESPACE,
                "shop",
                Env.POD_NAME,
                "edge-1");
        Socket session = gateway.connect("raw")) {
      awaitConnections(sidecar, 1);
      gateway.update(listener("raw", "raw1", Chains.TCP, 0));
      reports(sidecar, "quiet", 1);
      assertThat(notices).isEmpty();
      assertThat(listed(sidecar)).isEqualTo("{\"drains\":[]}");

      gateway.update(listener("raw", "raw2", Chains.TCP, 0));

      assertThat(notices.poll(30, TimeUnit.SECONDS))
          .isEqualTo("POST /v1/listener-drains?namespace=shop&pod=edge-1 HTTP/1.1");
      assertThat(listed(sidecar))
          .startsWith("{\"drains\":[{\"listener\":\"raw\",\"version\":\"v1\",")
          .contains("\"cut\":1,\"upperBound\":false,\"endedAt\":\"2");
      assertThat(isClosed(session)).isTrue();
      assertThat(RawHttp.call(sidecar.hook(), "GET", Paths.LISTENER_DRAINS).status())
          .isEqualTo(403);
    }
  }

  private static String accepted(Socket socket) throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    String request = String.valueOf(reader.readLine());
    socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
    return request;
  }

  private static String listed(SidecarProcess sidecar) throws IOException {
    return RawHttp.call(
            sidecar.hook(), "GET", Paths.LISTENER_DRAINS, Headers.TOKEN, SidecarProcess.TOKEN)
        .body()
        .strip();
  }

  @Test
  void filterChainsAloneDrainByTheGradualStrategyBesideTheNewOnesConnections() throws Exception {
    try (ListenerUpdates gateway =
            ListenerUpdates.start(
                folder, "gradual", 10, listener("web", "web", Chains.HTTP, 0, "5s"));
        SidecarProcess sidecar = started(gateway);
        Socket idle = gateway.connect("web")) {
      awaitConnections(sidecar, 1);
      gateway.update(listener("web", "web", Chains.HTTP, 0, "6s"));
      Await.until("draining", LIMIT, () -> status(sidecar).contains("\"state\":\"draining\""));
      try (KeepAlive late = new KeepAlive(gateway.connect("web"))) {
        late.get("/");
        assertThat(reports(sidecar, "web", 1).getFirst())
            .contains(
                "\"pace\":\"gradual\",\"verdict\":\"forced\"",
                "\"connections\":1,",
                "\"cut\":1,\"upperBound\":true");
        assertThat(isClosed(idle)).isTrue();
        late.get("/");
      }
    }
  }

  @Test
  void anAddressInUseDrainsNothingAndARemovedListenerDoes() throws Exception {
    try (ListenerUpdates gateway =
            ListenerUpdates.start(
                folder,
                "immediate",
                3,
                listener("web", "web", Chains.HTTP, 0),
                listener("gone", "gone", Chains.TCP, 0));
        SidecarProcess sidecar = started(gateway);
        Socket session = gateway.connect("gone");
        ServerSocket foreign = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      awaitConnections(sidecar, 1);
      gateway.update(
          listener("web", "web2", Chains.HTTP, foreign.getLocalPort()),
          listener("gone", "gone", Chains.TCP, 0));
      Await.until(
          "refused",
          LIMIT,
          () -> !statistic(gateway, "listener_manager.lds.update_rejected").endsWith(": 0"));
      gateway.update(listener("web", "web", Chains.HTTP, 0));

      assertThat(reports(sidecar, "gone", 1).getFirst()).contains("\"closed\":0,\"cut\":1");
      assertThat(isClosed(session)).isTrue();
      assertThat(sidecar.log()).noneMatch(line -> line.contains("\"listener\":\"web\""));
      assertServes(gateway, sidecar);
    }
  }

  @Test
  void eachOfTwoUpdatesShortlyAfterEachOtherHasItsReport() throws Exception {
    try (ListenerUpdates gateway =
            ListenerUpdates.start(folder, "immediate", 10, listener("raw", "raw1", Chains.TCP, 0));
        SidecarProcess sidecar = started(gateway);
        Socket first = gateway.connect("raw")) {
      awaitConnections(sidecar, 1);
      gateway.update(listener("raw", "raw2", Chains.TCP, 0));
      Await.until("draining", LIMIT, () -> status(sidecar).contains("\"state\":\"draining\""));
      try (Socket second = gateway.connect("raw")) {
        Await.until(
            "accepted",
            LIMIT,
            () -> statistic(gateway, "listener.raw2.downstream_cx_active").endsWith(": 1"));
        gateway.update(listener("raw", "raw3", Chains.TCP, 0));
        List<String> reports = reports(sidecar, "raw", 2);

        assertThat(reports.getFirst()).contains("\"version\":\"v1\"", "\"cut\":1");
        assertThat(reports.getLast()).contains("\"version\":\"v2\"", "\"cut\":1");
        assertThat(isClosed(first)).isTrue();
        assertThat(isClosed(second)).isTrue();
      }
    }
  }

  @Test
  void anUpdateWithinATerminationDrainLeavesItsVerdictWhatItWouldBe() throws Exception {
    try (ListenerUpdates gateway =
            ListenerUpdates.start(folder, "immediate", 1, listener("web", "web1", Chains.HTTP, 0));
        SidecarProcess sidecar = started(gateway, Setting.MIN_DRAIN.env(), "5s")) {
      awaitConnections(sidecar, 0);
      // After a first dump, which may take long, the next one may not be due within the hold.
      gateway.update(listener("web", "web2", Chains.HTTP, 0));
      assertThat(reports(sidecar, "web", 1)).hasSize(1);
      CompletableFuture<RawHttp.Answer> answer = sidecar.deletion();
      sidecar.awaitLog("\"phase\":\"announcing\"");
      gateway.update(listener("web", "web3", Chains.HTTP, 0));
      RawHttp.Answer ended = answer.get();

      assertThat(ended.body())
          .contains(
              "\"verdict\":\"clean\"",
              "\"actions\":[\"announce\",\"fail_readiness\",\"stop_listeners\"]");
      assertThat(ended.took()).isLessThan(Duration.ofSeconds(15));
      assertThat(sidecar.metrics())
          .contains("ebbgate_listener_drain_duration_seconds_count{scenario=\"termination\"} 3");
    }
  }

  @Test
  void aNewVersionThatWarmsDrainsTheOldOneOnlyOnceItIsActive() throws Exception {
    try (ListenerUpdates gateway =
            ListenerUpdates.start(folder, "immediate", 4, listener("web", "web1", Chains.HTTP, 0));
        SidecarProcess sidecar = started(gateway);
        KeepAlive client = new KeepAlive(gateway.connect("web"))) {
      awaitConnections(sidecar, 1);
      gateway.update(ListenerUpdates.warming("web", "web2", "8s"));
      Await.until(
          "the listeners were read again",
          LIMIT,
          () -> sidecar.metrics().contains("{code=\"200\",path=\"/config_dump\"} 2.0"));

      assertThat(gateway.statistic("listener_manager.total_listeners_warming")).endsWith(": 1");
      assertThat(status(sidecar)).contains("\"listenerDrains\":[]");
      assertThat(sidecar.metrics())
          .contains("ebbgate_listener_versions_active{state=\"draining\"} 0.0");
      client.get("/");
      assertThat(client.told()).isFalse();

      Await.until("draining", LIMIT, () -> status(sidecar).contains("\"state\":\"draining\""));
      assertThat(gateway.statistic("listener_manager.total_listeners_warming")).endsWith(": 0");
      assertThat(reports(sidecar, "web", 1).getFirst())
          .contains("\"version\":\"v1\"", "\"verdict\":\"forced\"", "\"closed\":0,\"cut\":1");
    }
  }

  private SidecarProcess started(ListenerUpdates gateway, String... settings)
      throws InterruptedException {
    SidecarProcess sidecar = SidecarProcess.start(folder, gateway.envoy().adminSetting(), settings);
    sidecar.awaitLog("drain plan made");
    return sidecar;
  }

  private static void awaitConnections(SidecarProcess sidecar, int connections)
      throws InterruptedException {
    String line = "ebbgate_connections_active " + connections + ".0";
    Await.until(line, LIMIT, () -> sidecar.metrics().contains(line));
  }

  /** Log lines of this listener's drains, once there are so many. */
  private static List<String> reports(SidecarProcess sidecar, String listener, int many)
      throws InterruptedException {
    Await.until("reports of " + listener, LIMIT, () -> reports(sidecar, listener).size() >= many);
    return reports(sidecar, listener);
  }

  private static List<String> reports(SidecarProcess sidecar, String listener) {
    return sidecar.log().stream()
        .filter(line -> line.contains("\"listener drained\""))
        .filter(line -> line.contains("\"listener\":\"" + listener + "\""))
        .toList();
  }

  /** A configuration drain has called nothing that changes Envoy. */
  private static void assertServes(ListenerUpdates gateway, SidecarProcess sidecar)
      throws IOException {
    assertThat(sidecar.metrics())
        .doesNotContain("code=\"200\",path=\"/drain_listeners\"")
        .doesNotContain("code=\"200\",path=\"/healthcheck/fail\"");
    assertThat(gateway.envoy().admin().get("/ready").body()).startsWith("LIVE");
    try (KeepAlive client = new KeepAlive(gateway.connect("web"))) {
      client.get("/");
      assertThat(client.told()).isFalse();
    }
  }

  private static boolean isClosed(Socket socket) throws IOException {
    return socket.getInputStream().read() < 0;
  }

  private static String statistic(ListenerUpdates gateway, String name) {
    try {
      return gateway.statistic(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
