package io.ebbgate.webhook.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.certs.dev.DevCertificates;
import io.ebbgate.certs.issue.Credential;
import io.ebbgate.certs.issue.Pem;
import io.ebbgate.core.admission.ReviewBudget;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.webhook.http.AdmissionServer;
import io.ebbgate.webhook.http.ListenAddresses;
import io.ebbgate.webhook.http.RequestTimeouts;
import io.ebbgate.webhook.metrics.WebhookMetrics;
import io.ebbgate.webhook.review.AdmissionRequest;
import io.ebbgate.webhook.review.ReviewOutcome;
import io.ebbgate.webhook.review.Reviewer;
import io.ebbgate.webhook.trace.Tracing;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The webhook's own server, and all reviews that it has answered. */
final class ReviewingServer {
  /** An annotation by which the reviews of several pods are told apart. */
  static final String ID = "test/id";

  private static final String HOST = "127.0.0.1";

  private final Map<String, List<Review>> reviews = new ConcurrentHashMap<>();
  private final AdmissionServer server;
  private final Path ca;
  private final Function<JsonNode, Reviewer> reviewers;

  /** A pod as the API server sent it, and what came of it. */
  record Review(AdmissionRequest request, ReviewOutcome outcome) {
    /** The pod that the API server makes of it. */
    JsonNode result() {
      return outcome.result(request.pod());
    }
  }

  /**
   * Starts it on loopback.
   *
   * @param folder for its certificates
   * @param reviewers the reviewer of a pod
   */
  ReviewingServer(Path folder, Function<JsonNode, Reviewer> reviewers) throws Exception {
    this.reviewers = reviewers;
    DevCertificates.write(folder, List.of(HOST), Duration.ofHours(1), InstantSource.system());
    ca = folder.resolve(DevCertificates.CA_CERTIFICATE);
    InetSocketAddress any = new InetSocketAddress(InetAddress.ofLiteral(HOST), 0);
    server =
        AdmissionServer.start(
            new ListenAddresses(any, any),
            RequestTimeouts.DEFAULT,
            this::review,
            new WebhookMetrics("test"),
            Tracing.OFF,
            System::nanoTime,
            Optional::empty);
    server.useCertificate(
        new Credential(
            Pem.readCertificates(
                Files.readString(folder.resolve(DevCertificates.CERTIFICATE)), "certificate"),
            Pem.readKey(Files.readString(folder.resolve(DevCertificates.KEY)), "key")));
  }

  private ReviewOutcome review(AdmissionRequest request, ReviewBudget budget) {
    ReviewOutcome outcome = reviewers.apply(request.pod()).review(request, budget);
    reviews
        .computeIfAbsent(id(request.pod()), _ -> new CopyOnWriteArrayList<>())
        .add(new Review(request, outcome));
    return outcome;
  }

  private static String id(JsonNode pod) {
    return pod.path("metadata").path("annotations").path(ID).asText();
  }

  /** Of a pod, in their order. */
  List<Review> reviews(JsonNode pod) {
    return reviews.getOrDefault(id(pod), List.of());
  }

  /** Reviews a pod once more, without being recorded. */
  ReviewOutcome again(String namespace, JsonNode pod) {
    return reviewers.apply(pod).review(new AdmissionRequest("1", "CREATE", "Pod", namespace, pod));
  }

  URI url() {
    return URI.create("https://" + HOST + ":" + server.admissionPort() + Paths.MUTATE);
  }

  Path ca() {
    return ca;
  }

  void stop() throws Exception {
    server.stop(Duration.ZERO).toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
