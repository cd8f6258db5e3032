package io.ebbgate.webhook.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.PhaseNames;
import io.ebbgate.core.contract.StatusFields;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.observer.TimedAnswer;
import io.ebbgate.webhook.observer.VerdictJson;
import io.ebbgate.webhook.status.SidecarStatus.Cause;
import io.ebbgate.webhook.status.SidecarStatus.Load;
import io.ebbgate.webhook.status.SidecarStatus.Reported;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Requests the status from a pod's control port through the API server, as {@code kubectl
 * port-forward} does: the user needs no network route to the pod.
 */
final class SidecarClient implements AutoCloseable {
  /** Deadline of a request. */
  static final Duration TIMEOUT = Duration.ofSeconds(3);

  /** A verdict with all its notes is far smaller. */
  private static final long MAX_RESPONSE_BYTES = 64 * 1024;

  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Cluster cluster;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .proxy(HttpClient.Builder.NO_PROXY)
          .executor(command -> Thread.ofVirtual().name("control").start(command))
          .build();

  SidecarClient(Cluster cluster) {
    this.cluster = cluster;
  }

  /** The status of a pod whose sidecar runs. */
  SidecarStatus status(GatewayPod pod) throws InterruptedException {
    if (pod.controlPort().isEmpty()) {
      return SidecarStatus.unknown(Cause.OUT_OF_REACH);
    }
    // Without a local address it would listen on all of them.
    try (LocalPortForward forward =
        cluster
            .client()
            .pods()
            .inNamespace(pod.pod().namespace())
            .withName(pod.pod().name())
            .portForward(pod.controlPort().getAsInt(), LOOPBACK, 0)) {
      return status(forward);
    } catch (IOException notClosed) {
      return SidecarStatus.unknown(Cause.NO_ANSWER);
    }
  }

  private SidecarStatus status(LocalPortForward forward) throws InterruptedException {
    URI status =
        URI.create(
            "http://%s:%d%s"
                .formatted(LOOPBACK.getHostAddress(), forward.getLocalPort(), Paths.STATUS));
    try {
      HttpResponse<String> response =
          TimedAnswer.to(
              HttpRequest.newBuilder(status).build(),
              http,
              BodyHandlers.limiting(BodyHandlers.ofString(), MAX_RESPONSE_BYTES),
              TIMEOUT);
      return response.statusCode() == HttpURLConnection.HTTP_OK
          ? read(response.body())
          : SidecarStatus.unknown(Cause.UNREADABLE);
    } catch (IOException failed) {
      return SidecarStatus.unknown(isForbidden(forward) ? Cause.FORBIDDEN : Cause.NO_ANSWER);
    }
  }

  /** Reads a control port's response, which is any text that a pod sends. */
  static SidecarStatus read(String response) {
    try {
      JsonNode status = JSON.readTree(response);
      String phase = status.path(StatusFields.PHASE).asText();
      return PhaseNames.ALL.contains(phase)
          ? new Reported(
              phase, VerdictJson.readSidecars(response), load(status.path(StatusFields.NOW)))
          : SidecarStatus.unknown(Cause.UNREADABLE);
    } catch (JsonProcessingException notJson) {
      return SidecarStatus.unknown(Cause.UNREADABLE);
    }
  }

  private static Load load(JsonNode now) {
    return new Load(
        count(now.path(StatusFields.CONNECTIONS)), count(now.path(StatusFields.REQUESTS)));
  }

  private static Count count(JsonNode number) {
    return number.canConvertToLong() && number.isIntegralNumber() && number.asLong() >= 0
        ? Count.of(number.asLong())
        : Load.UNKNOWN.connections();
  }

  /** The library keeps the API server's refusal and closes the local connection. */
  private static boolean isForbidden(LocalPortForward forward) {
    return forward.getServerThrowables().stream()
        .flatMap(error -> Stream.iterate(error, cause -> cause != null, Throwable::getCause))
        .anyMatch(error ->
            error instanceof WebSocketHandshakeException refused
                && refused.getResponse().code() == HttpURLConnection.HTTP_FORBIDDEN);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
