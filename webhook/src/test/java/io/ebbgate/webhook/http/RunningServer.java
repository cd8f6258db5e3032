package io.ebbgate.webhook.http;

import io.ebbgate.certs.dev.DevCertificates;
import io.ebbgate.certs.issue.Credential;
import io.ebbgate.certs.issue.Pem;
import io.ebbgate.core.admission.AdmissionPolicy;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.ReviewBudget;
import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.core.testkit.Trust;
import io.ebbgate.webhook.metrics.WebhookMetrics;
import io.ebbgate.webhook.review.AdmissionRequest;
import io.ebbgate.webhook.review.ReviewOutcome;
import io.ebbgate.webhook.review.Reviewer;
import io.ebbgate.webhook.review.TokenKey;
import io.ebbgate.webhook.trace.Tracing;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import javax.net.ssl.SSLContext;

/** A server on loopback, with certificates of its own, and clients that trust them. */
final class RunningServer {
  private static final String HOST = "127.0.0.1";

  private final AdmissionServer server;
  private final SSLContext trust;
  private final HttpClient client;

  private RunningServer(AdmissionServer server, SSLContext trust) {
    this.server = server;
    this.trust = trust;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(trust)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
  }

  static BiFunction<AdmissionRequest, ReviewBudget, ReviewOutcome> reviewer() {
    AdmissionPolicy policy =
        AdmissionPolicy.of(
            "ebbgate", Set.of(), true, Mode.AGENT, SidecarStyle.NATIVE, "sidecar", Map.of());
    return new Reviewer(policy, TokenKey.of(new byte[32]))::review;
  }

  static RunningServer start(Path folder) throws Exception {
    return start(folder, reviewer(), Tracing.OFF);
  }

  /** One whose reviews are traced. */
  static RunningServer start(
      Path folder,
      BiFunction<AdmissionRequest, ReviewBudget, ReviewOutcome> reviewer,
      Tracing tracing)
      throws Exception {
    return start(folder, RequestTimeouts.DEFAULT, new BodyMemory(), reviewer, tracing);
  }

  /** One with this clock. */
  static RunningServer start(
      Path folder,
      BiFunction<AdmissionRequest, ReviewBudget, ReviewOutcome> reviewer,
      Ticker ticker)
      throws Exception {
    BodyMemory room = new BodyMemory();
    return start(folder, RequestTimeouts.DEFAULT, room, reviewer, Tracing.OFF, ticker);
  }

  static RunningServer start(
      Path folder,
      RequestTimeouts timeouts,
      BodyMemory room,
      BiFunction<AdmissionRequest, ReviewBudget, ReviewOutcome> reviewer,
      Tracing tracing)
      throws Exception {
    return start(folder, timeouts, room, reviewer, tracing, System::nanoTime);
  }

  private static RunningServer start(
      Path folder,
      RequestTimeouts timeouts,
      BodyMemory room,
      BiFunction<AdmissionRequest, ReviewBudget, ReviewOutcome> reviewer,
      Tracing tracing,
      Ticker ticker)
      throws Exception {
    DevCertificates.write(folder, List.of(HOST), Duration.ofHours(1), InstantSource.system());
    InetSocketAddress any = new InetSocketAddress(InetAddress.ofLiteral(HOST), 0);
    AdmissionServer server =
        AdmissionServer.start(
            new ListenAddresses(any, any),
            timeouts,
            room,
            reviewer,
            new WebhookMetrics("test"),
            tracing,
            ticker,
            Optional::empty);
    server.useCertificate(credential(folder));
    return new RunningServer(server, Trust.only(folder.resolve(DevCertificates.CA_CERTIFICATE)));
  }

  static Credential credential(Path folder) throws IOException {
    return new Credential(
        Pem.readCertificates(
            Files.readString(folder.resolve(DevCertificates.CERTIFICATE)), "certificate"),
        Pem.readKey(Files.readString(folder.resolve(DevCertificates.KEY)), "key"));
  }

  AdmissionServer server() {
    return server;
  }

  SSLContext trust() {
    return trust;
  }

  RawConnection connect() throws IOException {
    return RawConnection.open(trust, server.admissionPort());
  }

  HttpResponse<byte[]> post(byte[] body) throws IOException, InterruptedException {
    return post(Paths.MUTATE, body);
  }

  HttpResponse<byte[]> post(String path, byte[] body) throws IOException, InterruptedException {
    return send(
        to(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(
            URI.create("https://" + HOST + ":" + server.admissionPort() + path))
        .timeout(Duration.ofSeconds(20));
  }

  HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  HttpResponse<String> operations(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://" + HOST + ":" + server.operationsPort() + path);
    return client.send(
        HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  void stop() throws Exception {
    client.close();
    server.stop(Duration.ZERO).toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
