package io.ebbgate.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ebbgate.certs.dev.DevCertificates;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.WebhookEnv;
import io.ebbgate.core.testkit.ChildProcesses;
import io.ebbgate.core.testkit.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The program as a process of its own, told to serve, and a client that never retries. */
record ServeProcess(Process process, int admission, int operations, Path log, HttpClient client)
    implements AutoCloseable {
  /** Of loopback, but no outgoing connection's: none takes a port before the program does. */
  static final String HOST = "127.0.4.1";

  private static final Duration START = Duration.ofSeconds(60);
  static final String REVIEW =
      """
      {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"1",
      "kind":{"group":"","version":"v1","kind":"Pod"},"namespace":"shop","operation":"CREATE",
      "object":{"metadata":{"generateName":"edge-","annotations":{"ebbgate.io/profile":"envoy"}},
      "spec":{"containers":[{"name":"envoy","image":"envoy"}]}}}}
      """;

  static ServeProcess start(Path folder, Duration stopDelay) throws Exception {
    return start(program("serve"), folder, stopDelay);
  }

  /** Starts one by another command line, such as its image's. */
  static ServeProcess start(ProcessBuilder builder, Path folder, Duration stopDelay)
      throws Exception {
    DevCertificates.write(folder, List.of(HOST), Duration.ofHours(1), InstantSource.system());
    Path key = Files.write(folder.resolve("key"), new byte[32]);
    Map<String, String> environment = builder.environment();
    environment.put(WebhookEnv.TLS_CERT, folder.resolve(DevCertificates.CERTIFICATE).toString());
    environment.put(WebhookEnv.TLS_KEY, folder.resolve(DevCertificates.KEY).toString());
    environment.put(WebhookEnv.TOKEN_KEY_FILE, key.toString());
    environment.put(WebhookEnv.SIDECAR_IMAGE, "sidecar");
    environment.put(WebhookEnv.STOP_DELAY, stopDelay.toMillis() + "ms");
    return start(
        builder, folder.resolve("log"), client(folder.resolve(DevCertificates.CA_CERTIFICATE)));
  }

  /** Starts one whose environment has everything but the ports, and waits until it is ready. */
  static ServeProcess start(ProcessBuilder builder, Path log, HttpClient client) throws Exception {
    int admission = freePort();
    int operations = freePort();
    builder.environment().put(WebhookEnv.LISTEN, HOST + ":" + admission);
    builder.environment().put(WebhookEnv.OPERATIONS_LISTEN, HOST + ":" + operations);
    Process process =
        ChildProcesses.adopt(
            builder.redirectErrorStream(true).redirectOutput(log.toFile()).start());
    ServeProcess serve = new ServeProcess(process, admission, operations, log, client);
    serve.awaitReady();
    return serve;
  }

  /** The program with this JVM's own classes. */
  static ProcessBuilder program(String... arguments) {
    ProcessBuilder builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            WebhookMain.class.getName());
    builder.command().addAll(List.of(arguments));
    return builder;
  }

  /** A port on loopback that was free a moment ago. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral(HOST))) {
      return socket.getLocalPort();
    }
  }

  private static HttpClient client(Path authority) throws IOException {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .sslContext(Trust.only(authority))
        .build();
  }

  private void awaitReady() throws Exception {
    long start = System.nanoTime();
    while (process.isAlive() && System.nanoTime() - start < START.toNanos()) {
      try {
        if (get(Paths.READYZ).statusCode() == 200) {
          return;
        }
      } catch (IOException _) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
    }
    throw new IOException("The program did not get ready:\n" + Files.readString(log, UTF_8));
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(request(path), HttpResponse.BodyHandlers.ofString());
  }

  String metrics() {
    var answer = client.sendAsync(request(Paths.METRICS), HttpResponse.BodyHandlers.ofString());
    return answer.join().body();
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + HOST + ":" + operations + path))
        .timeout(Duration.ofSeconds(10))
        .build();
  }

  CompletableFuture<HttpResponse<String>> review() {
    return review(client);
  }

  /** Sends a review by a client that trusts its certificate. */
  CompletableFuture<HttpResponse<String>> review(HttpClient trusting) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("https://" + HOST + ":" + admission + Paths.MUTATE))
            .timeout(Duration.ofSeconds(10))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(REVIEW))
            .build();
    return trusting.sendAsync(request, HttpResponse.BodyHandlers.ofString());
  }

  int exitCode() throws Exception {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IOException("The program did not end.");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    ChildProcesses.stop(process, Duration.ofSeconds(10));
    client.close();
  }
}
