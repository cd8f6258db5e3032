package io.ebbgate.webhook.status;

import io.ebbgate.core.contract.Paths;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.status.Answer.Silence;
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
 * Asks a pod's control port through the API server, as {@code kubectl port-forward} does: whoever
 * asks needs no way to the pod.
 */
final class ControlForward implements AutoCloseable {
  /** For one answer. */
  static final Duration LIMIT = Duration.ofSeconds(3);

  /** A verdict with all its notes is far below. */
  private static final long LARGEST = 64 * 1024;

  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

  private final Cluster cluster;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .proxy(HttpClient.Builder.NO_PROXY)
          .executor(command -> Thread.ofVirtual().name("control").start(command))
          .build();

  ControlForward(Cluster cluster) {
    this.cluster = cluster;
  }

  /** What a pod whose sidecar runs says. */
  Answer ask(GatewayPod pod) throws InterruptedException {
    if (pod.control().isEmpty()) {
      return Answer.silent(Silence.OUT_OF_REACH);
    }
    // Without an address of ours it would listen on all of them.
    try (LocalPortForward forward =
        cluster
            .client()
            .pods()
            .inNamespace(pod.pod().namespace())
            .withName(pod.pod().name())
            .portForward(pod.control().getAsInt(), HERE, 0)) {
      return ask(forward);
    } catch (IOException notClosed) {
      return Answer.silent(Silence.NO_ANSWER);
    }
  }

  private Answer ask(LocalPortForward forward) throws InterruptedException {
    URI status =
        URI.create(
            "http://%s:%d%s"
                .formatted(HERE.getHostAddress(), forward.getLocalPort(), Paths.STATUS));
    try {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(status).timeout(LIMIT).build(),
              BodyHandlers.limiting(BodyHandlers.ofString(), LARGEST));
      return answer.statusCode() == HttpURLConnection.HTTP_OK
          ? StatusText.read(answer.body())
          : Answer.silent(Silence.UNREADABLE);
    } catch (IOException cut) {
      return Answer.silent(forbidden(forward) ? Silence.FORBIDDEN : Silence.NO_ANSWER);
    }
  }

  /** The library keeps what the API server said to the connection, and closes ours. */
  private static boolean forbidden(LocalPortForward forward) {
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
