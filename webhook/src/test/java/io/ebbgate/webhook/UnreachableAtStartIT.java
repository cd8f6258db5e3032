package io.ebbgate.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.certs.dev.DevCertificates;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.WebhookEnv;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.testkit.ChildProcesses;
import io.ebbgate.core.testkit.KubeApi;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code serve} where no API server listens: as in a cluster whose network policy closes its port.
 */
@Timeout(120)
class UnreachableAtStartIT {
  private static final String HOST = "127.0.0.1";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"self", "files"})
  void isAliveAndNotReadyAndSaysWhy(String mode) throws Exception {
    int api = ServeProcess.freePort();
    int operations = ServeProcess.freePort();
    Process serve = serve(mode, api, operations);
    try (HttpClient client = HttpClient.newHttpClient()) {
      String address = "https://" + HOST + ":" + api;
      Await.until(
          "it is not ready for the API server's sake",
          () -> get(client, operations, Paths.READYZ).contains("503 The API server at " + address));

      assertThat(get(client, operations, Paths.READYZ))
          .contains("the connection was refused", "networkPolicy.egress.ports");
      assertThat(get(client, operations, Paths.HEALTHZ)).startsWith("200");
      assertThat(Files.readString(folder.resolve("log"), UTF_8))
          .contains("start blocked", address)
          .doesNotContain("\tat ");
      assertThat(serve.isAlive()).isTrue();

      serve.destroy();
      assertThat(serve.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(serve.exitValue()).isZero();
    } finally {
      ChildProcesses.stop(serve, Duration.ofSeconds(5));
    }
  }

  @Test
  @Tag("cluster")
  void getsReadyOnceTheServerIsReached() throws Exception {
    int api = ServeProcess.freePort();
    int operations = ServeProcess.freePort();
    Process serve = serve("files", api, operations);
    try (HttpClient client = HttpClient.newHttpClient()) {
      Await.until(
          "it is not ready", () -> get(client, operations, Paths.READYZ).startsWith("503 The API"));
      KubeApi.Options options =
          new KubeApi.Options(
              HOST,
              api,
              "198.51.100.0/24",
              List.of("--disable-admission-plugins=ServiceAccount,NamespaceLifecycle"));
      try (KubeApi _ =
          KubeApi.start(Files.createDirectory(folder.resolve("api")), options, List.of())) {
        Await.until("it is ready", () -> get(client, operations, Paths.READYZ).equals("200 ok\n"));
      }
    } finally {
      ChildProcesses.stop(serve, Duration.ofSeconds(5));
    }
  }

  private Process serve(String mode, int api, int operations) throws IOException {
    DevCertificates.write(folder, List.of(HOST), Duration.ofHours(1), InstantSource.system());
    Path kubeconfig =
        Files.writeString(
            folder.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            clusters: [{name: c, cluster: {server: "https://%s:%d", insecure-skip-tls-verify: true}}]
            users: [{name: u, user: {token: %s}}]
            contexts: [{name: c, context: {cluster: c, user: u}}]
            current-context: c
            """
                .formatted(HOST, api, KubeApi.ADMIN));
    ProcessBuilder builder = ServeProcess.program("serve");
    Map<String, String> environment = builder.environment();
    environment.put("KUBECONFIG", kubeconfig.toString());
    environment.put(WebhookEnv.NAMESPACE, "ebbgate-system");
    environment.put(WebhookEnv.TOKEN_SECRET, "token");
    environment.put(WebhookEnv.SIDECAR_IMAGE, "sidecar");
    environment.put(WebhookEnv.OBSERVER, "true");
    environment.put(WebhookEnv.LIMIT_RANGES, "true");
    environment.put(WebhookEnv.LEASE, "lease");
    environment.put(WebhookEnv.REGISTRATION, "registration");
    environment.put(WebhookEnv.POD_NAME, "pod");
    environment.put(WebhookEnv.STOP_DELAY, "0s");
    environment.put(WebhookEnv.LISTEN, HOST + ":" + ServeProcess.freePort());
    environment.put(WebhookEnv.OPERATIONS_LISTEN, HOST + ":" + operations);
    environment.put(WebhookEnv.TLS_MODE, mode);
    if (mode.equals("self")) {
      environment.put(WebhookEnv.TLS_SECRET, "ca");
      environment.put(WebhookEnv.TLS_NAMES, "webhook.ebbgate-system.svc");
    } else {
      environment.put(WebhookEnv.TLS_CERT, folder.resolve(DevCertificates.CERTIFICATE).toString());
      environment.put(WebhookEnv.TLS_KEY, folder.resolve(DevCertificates.KEY).toString());
    }
    return ChildProcesses.adopt(
        builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start());
  }

  /** Status and body; empty while there is no answer. */
  private static String get(HttpClient client, int port, String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + HOST + ":" + port + path))
            .timeout(Duration.ofSeconds(10))
            .build();
    return client
        .sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .handle((answer, none) -> none == null ? answer.statusCode() + " " + answer.body() : "")
        .join();
  }
}
