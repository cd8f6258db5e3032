package io.ebbgate.webhook.status;

import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.observer.TimedAnswer;
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
 * HTTP to pods through the API server, as {@code kubectl port-forward} does: the user needs no
 * network route to them.
 */
public final class ForwardedHttp implements AutoCloseable {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private final Cluster cluster;
  private final long mostBytes;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .proxy(HttpClient.Builder.NO_PROXY)
          .executor(command -> Thread.ofVirtual().name("control").start(command))
          .build();

  /**
   * @param mostBytes of an answer's body
   */
  public ForwardedHttp(Cluster cluster, long mostBytes) {
    this.cluster = cluster;
    this.mostBytes = mostBytes;
  }

  /** Forwards a free local port to a pod's. */
  public LocalPortForward open(String namespace, String pod, int port) {
    // Without a local address it would listen on all of them.
    return cluster
        .client()
        .pods()
        .inNamespace(namespace)
        .withName(pod)
        .portForward(port, LOOPBACK, 0);
  }

  /**
   * Sends a request and reads its answer within a time.
   *
   * @param target path and query
   * @param request without its address
   */
  public HttpResponse<String> send(
      LocalPortForward forward, String target, HttpRequest.Builder request, Duration limit)
      throws IOException, InterruptedException {
    URI address =
        URI.create(
            "http://%s:%d%s".formatted(LOOPBACK.getHostAddress(), forward.getLocalPort(), target));
    return TimedAnswer.to(
        request.uri(address).build(),
        http,
        BodyHandlers.limiting(BodyHandlers.ofString(), mostBytes),
        limit);
  }

  /** Whether the API server refused it: the library keeps that and closes the local connection. */
  public static boolean isForbidden(LocalPortForward forward) {
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
