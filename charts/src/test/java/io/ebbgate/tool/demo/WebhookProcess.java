package io.ebbgate.tool.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.certs.dev.DevCertificates;
import io.ebbgate.core.contract.Env;
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
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** The webhook's own program, with fresh certificates, on free ports of loopback. */
public final class WebhookProcess implements AutoCloseable {
  private static final String HERE = "127.0.0.1";
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
  private static final Duration CALL_LIMIT = Duration.ofSeconds(10);

  private final int admission = freePort();
  private final int operations = freePort();
  private final Path folder;
  private final Process process;

  private WebhookProcess(Path jar, Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    DevCertificates.write(folder, List.of(HERE), Duration.ofDays(1), InstantSource.system());
    Path tokenKey = Files.write(folder.resolve("token.key"), SecureRandom.getSeed(32));
    String java = ProcessHandle.current().info().command().orElse("java");
    ProcessBuilder builder = new ProcessBuilder(java, "-jar", jar.toString(), "serve");
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith(Env.PREFIX));
    environment.put(WebhookEnv.TLS_CERT, folder.resolve(DevCertificates.CERTIFICATE).toString());
    environment.put(WebhookEnv.TLS_KEY, folder.resolve(DevCertificates.KEY).toString());
    environment.put(WebhookEnv.TOKEN_KEY_FILE, tokenKey.toString());
    environment.put(WebhookEnv.SIDECAR_IMAGE, Images.SIDECAR);
    environment.put(WebhookEnv.STOP_DELAY, "0s");
    environment.put(WebhookEnv.LISTEN, HERE + ":" + admission);
    environment.put(WebhookEnv.OPERATIONS_LISTEN, HERE + ":" + operations);
    process =
        ChildProcesses.adopt(
            builder.redirectErrorStream(true).redirectOutput(log().toFile()).start());
  }

  /** Starts it from its jar and waits until it is ready. */
  public static WebhookProcess start(Path jar, Path folder)
      throws DemoFailure, IOException, InterruptedException {
    if (!Files.isReadable(jar)) {
      throw new DemoFailure(jar + " is missing; mvn -Pdemo builds it.");
    }
    WebhookProcess webhook = new WebhookProcess(jar, folder);
    webhook.awaitReady();
    return webhook;
  }

  /** Sends a pod's creation for review, over TLS that is checked, and applies what comes back. */
  public Review review(ObjectNode pod) throws DemoFailure, IOException, InterruptedException {
    ObjectNode request = Review.request(pod);
    Path ca = folder.resolve(DevCertificates.CA_CERTIFICATE);
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(Trust.only(ca))
            .build()) {
      HttpRequest post =
          HttpRequest.newBuilder(uri("https", admission, Paths.MUTATE))
              .timeout(CALL_LIMIT)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(request.toString()))
              .build();
      HttpResponse<String> answer = client.send(post, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new DemoFailure("The webhook answered the review with " + answer.statusCode() + ".");
      }
      return Review.answered(request, answer.body());
    }
  }

  @Override
  public void close() {
    ChildProcesses.stop(process, STOP_LIMIT);
  }

  private void awaitReady() throws DemoFailure, IOException, InterruptedException {
    long start = System.nanoTime();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest ready =
          HttpRequest.newBuilder(uri("http", operations, Paths.READYZ)).timeout(CALL_LIMIT).build();
      while (process.isAlive() && System.nanoTime() - start < START_LIMIT.toNanos()) {
        if (isReady(client, ready)) {
          return;
        }
        Thread.sleep(50);
      }
    }
    close();
    throw new DemoFailure("The webhook did not become ready; its log is " + log() + ".");
  }

  private static boolean isReady(HttpClient client, HttpRequest request)
      throws InterruptedException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private Path log() {
    return folder.resolve("webhook.log");
  }

  private static URI uri(String scheme, int port, String path) {
    return URI.create(scheme + "://" + HERE + ":" + port + path);
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.ofLiteral(HERE))) {
      return probe.getLocalPort();
    }
  }
}
