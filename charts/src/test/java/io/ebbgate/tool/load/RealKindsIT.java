package io.ebbgate.tool.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.certs.dev.DevCertificates;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.testkit.EnvoyBootstrap;
import io.ebbgate.core.testkit.RealEnvoy;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** All eight kinds against a real Envoy with TLS, WebSocket and TCP, running and killed. */
@Timeout(60)
class RealKindsIT {
  private static final String HERE = "127.0.0.1";
  private static final String POD = "gateway-1";
  private static final LoadPlan PLAN = LoadPlan.everything(100).sessions(Duration.ofMillis(1_500));

  private final Ledger ledger = new Ledger();
  private Backend backend;
  private RealEnvoy envoy;

  @BeforeEach
  void startAGateway(@TempDir Path folder) throws IOException {
    backend = Backend.open(InetAddress.getLoopbackAddress());
    DevCertificates.write(folder, List.of(HERE), Duration.ofDays(1), InstantSource.system());
    EnvoyBootstrap bootstrap =
        EnvoyBootstrap.withAdmin(HERE, 0)
            .http("backend", HERE, 0, backend.address())
            .tcp("lines", HERE, 0, backend.tcp());
    envoy = RealEnvoy.start(bootstrap, "--config-yaml", listeners(folder));
  }

  @AfterEach
  void stop() throws IOException {
    envoy.close();
    backend.close();
  }

  @Test
  void losesNothingWhereEnvoyIsWhole() throws Exception {
    LoadClient client = start();
    Await.until("every kind has an answer", () -> PLAN.crowds().stream().allMatch(this::answered));
    client.finish();
    assertThat(ledger.exchanges()).filteredOn(e -> e.ending().failed()).isEmpty();
    assertThat(ledger.requests()).isEqualTo(backend.requests());
    assertThat(ledger.exchanges())
        .allSatisfy(e -> assertThat(e.pod()).isEqualTo(e.kind() == Kind.TCP ? HERE : POD));
  }

  @Test
  void countsWhatAKilledEnvoyCutsOfEachKindOfSession() throws Exception {
    LoadClient client = start();
    Await.until("every kind has an answer", () -> PLAN.crowds().stream().allMatch(this::answered));
    envoy.process().destroyForcibly().waitFor();
    Await.until(
        "all three are refused",
        () -> refused(Kind.TLS) && refused(Kind.WEBSOCKET) && refused(Kind.TCP));
    client.finish();
    Tally tally = Tally.of(ledger.exchanges(), 0, 0);
    assertThat(tally.severedByKind().get(Kind.WEBSOCKET)).isPositive();
    assertThat(tally.severedByKind().get(Kind.TCP)).isPositive();
    assertThat(tally.failures().get(Ending.GARBLED)).isZero();
    assertThat(tally.failures().get(Ending.TIMEOUT)).isZero();
  }

  private boolean answered(ClientGroup crowd) {
    return ledger.exchanges().stream()
        .anyMatch(e -> e.kind() == crowd.kind() && !e.ending().failed());
  }

  private boolean refused(Kind kind) {
    return ledger.exchanges().stream()
        .anyMatch(e -> e.kind() == kind && e.ending() == Ending.REFUSED);
  }

  private LoadClient start() {
    GatewayPorts gateway =
        new GatewayPorts(
            envoy.listener("gateway"),
            Optional.of(envoy.listener("secure")),
            Optional.of(envoy.listener("lines")));
    return LoadClient.start(PLAN, gateway, System::nanoTime, ledger);
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
