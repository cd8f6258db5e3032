package io.ebbgate.tool.wso2;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.certs.dev.DevCertificates;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.testkit.EnvoyBootstrap;
import io.ebbgate.core.testkit.RealEnvoy;
import io.ebbgate.tool.load.Backend;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The configuration of a runtime's Envoy with a policy engine and an executor, in one process. */
@Timeout(60)
class PolicyEngineIT {
  private static final String HERE = "127.0.0.1";
  private static final Path CONFIGURATION =
      Path.of(
          System.getProperty("ebbgate.root"), "charts/src/test/resources/cluster/wso2-envoy.yaml");

  private final HttpClient client = HttpClient.newHttpClient();
  private Backend backend;
  private PolicyExecutor executor;
  private PolicyEngine engine;
  private RealEnvoy router;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    backend = Backend.open(InetAddress.getLoopbackAddress());
    executor = PolicyExecutor.open(folder.resolve("python-executor.sock"));
    engine =
        PolicyEngine.open(
            folder.resolve("policy-engine.sock"), folder.resolve("python-executor.sock"));
    DevCertificates.write(folder, List.of(HERE), Duration.ofDays(1), InstantSource.system());
    router =
        RealEnvoy.start(EnvoyBootstrap.withAdmin(HERE, 0), "--config-yaml", configuration(folder));
  }

  private String configuration(Path folder) throws IOException {
    return Files.readString(CONFIGURATION)
        .replaceAll("address: 0\\.0\\.0\\.0, port_value: \\d+", "address: 127.0.0.1, port_value: 0")
        .replace("@sockets@", folder.toString())
        .replace("/etc/envoy", folder.toString())
        .replace("@backend@", HERE)
        .replace("@backend-port@", Integer.toString(backend.address().getPort()));
  }

  @AfterEach
  void stop() {
    client.close();
    router.close();
    engine.close();
    executor.close();
    backend.close();
  }

  @Test
  void passesRequestsThatTheExecutorAllows() throws Exception {
    for (int request = 1; request <= 50; request++) {
      assertThat(status("/")).isEqualTo(200);
    }

    assertThat(backend.requests()).isEqualTo(50);
    assertThat(executor.state()).startsWith("answered 50 questions");
    // The router ends the last stream after its answer.
    Await.until(
        "all streams have ended",
        () -> engine.state().startsWith("answered 100 messages, has 0 streams"));
  }

  @Test
  void refusesRequestsWithoutAnExecutor() throws Exception {
    executor.close();

    assertThat(status("/")).isEqualTo(503);
    assertThat(backend.requests()).isZero();
  }

  @Test
  void routerFailsRequestsWithoutAPolicyEngine() throws Exception {
    assertThat(status("/")).isEqualTo(200);
    engine.close();

    assertThat(status("/")).isGreaterThanOrEqualTo(500);
    assertThat(backend.requests()).isEqualTo(1);
  }

  @Test
  void routerAnswersProbesWithoutAPolicyEngine() throws Exception {
    engine.close();

    assertThat(status("/_gateway-health/ready")).isEqualTo(200);
  }

  private int status(String path) throws IOException, InterruptedException {
    InetSocketAddress listener = router.listener("http");
    URI uri = URI.create("http://%s:%d%s".formatted(HERE, listener.getPort(), path));
    return client
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
