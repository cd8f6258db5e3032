package io.ebbgate.tool.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.certs.dev.DevCertificates;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.testkit.EnvoyBootstrap;
import io.ebbgate.core.testkit.RealEnvoy;
import io.ebbgate.webhook.load.Balancer;
import io.ebbgate.webhook.load.Balancer.State;
import io.ebbgate.webhook.load.CleanClose;
import io.ebbgate.webhook.load.Ending;
import io.ebbgate.webhook.load.GatewayPorts;
import io.ebbgate.webhook.load.Kind;
import io.ebbgate.webhook.load.Ledger;
import io.ebbgate.webhook.load.LoadClient;
import io.ebbgate.webhook.load.LoadPlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** All kinds of clients against two real Envoys: running, drained, stopped and killed. */
@Timeout(60)
class RealEnvoyIT {
  private static final String HERE = "127.0.0.1";
  private static final String POD = "gateway-1";
  private static final LoadPlan EVERYTHING =
      LoadPlan.everything(200).sessions(Duration.ofMillis(1_500));
  private static final LoadPlan PLAIN = LoadPlan.mixed(200);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Ledger ledger = new Ledger();
  private Backend backend;
  private Balancer balancer;
  private RealEnvoy old;
  private RealEnvoy fresh;

  @BeforeEach
  void startTwoPods(@TempDir Path folder) throws IOException {
    backend = Backend.open(InetAddress.getLoopbackAddress());
    balancer = Balancer.open(InetAddress.getLoopbackAddress(), Duration.ZERO);
    DevCertificates.write(folder, List.of(HERE), Duration.ofDays(1), InstantSource.system());
    old = envoy(folder);
    fresh = envoy(folder);
    balancer.update("old", old.listener("gateway"), State.READY);
    balancer.update("fresh", fresh.listener("gateway"), State.READY);
  }

  @AfterEach
  void stop() throws IOException {
    old.close();
    fresh.close();
    balancer.close();
    backend.close();
  }

  @Test
  void losesNothingWhereEnvoyIsWhole() throws Exception {
    LoadClient client = start(EVERYTHING, balancer.address());
    awaitEveryKind();
    client.finish();
    assertThat(ledger.exchanges()).filteredOn(e -> e.ending().failed()).isEmpty();
    assertThat(ledger.requests()).isEqualTo(backend.requests());
    assertThat(ledger.cleanCloses(CleanClose.TOLD_TO_CLOSE)).isZero();
    assertThat(ledger.exchanges())
        .allSatisfy(e -> assertThat(e.pod()).isEqualTo(e.kind() == Kind.TCP ? HERE : POD));
  }

  @Test
  void countsWhatAKilledEnvoyCutsOfEachKindOfSession() throws Exception {
    LoadClient client = start(EVERYTHING, old.listener("gateway"));
    awaitEveryKind();
    old.process().destroyForcibly().waitFor();
    Await.until(
        "all three are refused",
        () ->
            Stream.of(Kind.TLS, Kind.WEBSOCKET, Kind.TCP)
                .allMatch(kind -> any(kind, Ending.REFUSED)));
    client.finish();
    Tally tally = Tally.of(ledger.exchanges(), 0, 0);
    assertThat(tally.severedByKind().get(Kind.WEBSOCKET)).isPositive();
    assertThat(tally.severedByKind().get(Kind.TCP)).isPositive();
    assertThat(tally.failures().get(Ending.GARBLED)).isZero();
    assertThat(tally.failures().get(Ending.TIMEOUT)).isZero();
  }

  @Test
  void losesNoRequestOfAnEnvoyThatDrains() throws Exception {
    LoadClient client = start(PLAIN, balancer.address());
    settle();
    balancer.update("old", old.listener("gateway"), State.OUT);
    old.admin().post("/drain_listeners?graceful&skip_exit");
    for (int waited = 0; balancer.connections("old") > 0 && waited < 20; waited++) {
      settle();
    }
    assertThat(balancer.connections("old")).isZero();
    client.finish();
    assertThat(ledger.exchanges()).filteredOn(e -> e.ending().failed()).isEmpty();
    assertThat(ledger.cleanCloses(CleanClose.TOLD_TO_CLOSE)).isPositive();
  }

  @Test
  void countsWhatAnEnvoyLosesThatIsStoppedWithoutADrain() throws Exception {
    LoadClient client = start(PLAIN, balancer.address());
    settle();
    settle();
    old.process().destroy();
    old.process().waitFor();
    settle();
    balancer.update("old", fresh.listener("gateway"), State.OUT);
    settle();
    client.finish();
    Tally tally = Tally.of(ledger.exchanges(), 0, 0);
    assertThat(tally.failed()).isPositive();
    assertThat(tally.severed()).isPositive();
    assertThat(tally.failures().get(Ending.CUT_IN_ANSWER)).isPositive();
    assertThat(tally.failures().get(Ending.STATUS)).isZero();
  }

  private boolean any(Kind kind, Ending ending) {
    return ledger.exchanges().stream().anyMatch(e -> e.kind() == kind && e.ending() == ending);
  }

  private void awaitEveryKind() throws InterruptedException {
    Await.until(
        "every kind has an answer",
        () -> Kind.usual().stream().allMatch(kind -> any(kind, Ending.ANSWERED)));
  }

  private LoadClient start(LoadPlan plan, InetSocketAddress http) {
    GatewayPorts gateway =
        new GatewayPorts(
            http, Optional.of(old.listener("secure")), Optional.of(old.listener("lines")));
    return LoadClient.start(plan, gateway, System::nanoTime, ledger);
  }

  private RealEnvoy envoy(Path certificates) {
    EnvoyBootstrap bootstrap =
        EnvoyBootstrap.withAdmin(HERE, 0)
            .http("backend", HERE, 0, backend.address())
            .tcp("lines", HERE, 0, backend.tcp());
    return RealEnvoy.start(
        bootstrap, "--drain-strategy", "immediate", "--config-yaml", listeners(certificates));
  }

  /** Time for requests of every kind; a fixed time, since load is what is waited for. */
  private static void settle() throws InterruptedException {
    Thread.sleep(PAUSE);
  }

  /** Listeners with upgrades, the pod's name and TLS; Envoy adds them to the others. */
  private static String listeners(Path certificates) {
    String tls =
        """
        ,"transport_socket":{"name":"tls","typed_config":{"@type":"type.googleapis.com/envoy\
        .extensions.transport_sockets.tls.v3.DownstreamTlsContext","common_tls_context":\
        {"tls_certificates":[{"certificate_chain":{"filename":"%s"},\
        "private_key":{"filename":"%s"}}]}}}\
        """
            .formatted(
                certificates.resolve(DevCertificates.CERTIFICATE),
                certificates.resolve(DevCertificates.KEY));
    return "{\"static_resources\":{\"listeners\":[%s,%s]}}"
        .formatted(listener("gateway", ""), listener("secure", tls));
  }

  private static String listener(String name, String transport) {
    return """
    {"name":"%s","address":{"socket_address":{"address":"%s","port_value":0}},"filter_chains":\
    [{"filters":[{"name":"http","typed_config":{"@type":"type.googleapis.com/envoy.extensions\
    .filters.network.http_connection_manager.v3.HttpConnectionManager","stat_prefix":"all",\
    "upgrade_configs":[{"upgrade_type":"websocket"}],"route_config":{"response_headers_to_add":\
    [{"header":{"key":"x-pod","value":"%s"}}],"virtual_hosts":[{"name":"all","domains":["*"],\
    "routes":[{"match":{"prefix":"/"},"route":{"cluster":"backend"}}]}]},"http_filters":\
    [{"name":"router","typed_config":{"@type":\
    "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"}}]}}]%s}]}\
    """
        .formatted(name, HERE, POD, transport);
  }
}
