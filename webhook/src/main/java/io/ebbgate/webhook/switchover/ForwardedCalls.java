package io.ebbgate.webhook.switchover;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.contract.Headers;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.observer.TimedAnswer;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Calls through the API server, as {@code kubectl port-forward} does. A pod's local port stays
 * open, so that a call is a connection and not a server too.
 */
final class ForwardedCalls implements SidecarCalls, AutoCloseable {
  /** A route of a thousand endpoints is smaller. */
  private static final long MAX_RESPONSE_BYTES = 1024 * 1024;

  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Cluster cluster;
  private final Map<String, LocalPortForward> forwards = new HashMap<>();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .proxy(HttpClient.Builder.NO_PROXY)
          .executor(command -> Thread.ofVirtual().name("control").start(command))
          .build();

  ForwardedCalls(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public Answer call(PodEntry pod, String method, String target, Duration limit)
      throws InterruptedException {
    if (pod.controlPort().isEmpty()) {
      return new Answer.NoAnswer("its control port is not on loopback", false);
    }
    LocalPortForward forward;
    try {
      forward = forward(pod);
    } catch (KubernetesClientException e) {
      return new Answer.NoAnswer("no port can be forwarded to it", false);
    }
    URI address =
        URI.create(
            "http://%s:%d%s".formatted(LOOPBACK.getHostAddress(), forward.getLocalPort(), target));
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .method(method, BodyPublishers.noBody())
            .header(Headers.TOKEN, pod.token())
            .build();
    try {
      HttpResponse<String> response =
          TimedAnswer.to(
              request,
              http,
              BodyHandlers.limiting(BodyHandlers.ofString(), MAX_RESPONSE_BYTES),
              limit);
      return new Answer.Replied(response.statusCode(), JSON.readTree(response.body()));
    } catch (JsonProcessingException notJson) {
      return new Answer.NoAnswer("its answer is no sidecar's", false);
    } catch (IOException failed) {
      boolean forbidden = isForbidden(forward);
      return new Answer.NoAnswer(
          forbidden ? "you may not forward ports" : "it does not answer", forbidden);
    }
  }

  private synchronized LocalPortForward forward(PodEntry pod) {
    return forwards.computeIfAbsent(
        pod.uid(),
        _ ->
            // Without a local address it would listen on all of them.
            cluster
                .client()
                .pods()
                .inNamespace(pod.pod().namespace())
                .withName(pod.name())
                .portForward(pod.controlPort().orElseThrow(), LOOPBACK, 0));
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
  public synchronized void close() {
    http.shutdownNow();
    for (LocalPortForward forward : forwards.values()) {
      try {
        forward.close();
      } catch (IOException _) {
        // The program ends, and the port with it.
      }
    }
  }
}
