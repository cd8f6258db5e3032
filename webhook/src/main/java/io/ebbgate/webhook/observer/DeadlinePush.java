package io.ebbgate.webhook.observer;

import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Headers;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.Ports;
import io.fabric8.kubernetes.api.model.Pod;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a sidecar of a shorter grace than the one it was started with. Where the network does not
 * let it, the hold uses that one: nothing waits for this.
 */
final class DeadlinePush implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeadlinePush.class);
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final String LOOPBACK = "127.0.0.1";

  /** A port on which nobody listens (tcpmux, RFC 1078, which is historic). */
  private static final int NOBODY = 1;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(LIMIT)
          .executor(command -> Thread.ofVirtual().name("deadline").start(command))
          .build();

  /**
   * Loads what the first call needs, by one that nobody takes: it is a great part of the time in
   * which a sidecar is to know.
   */
  DeadlinePush() {
    Thread.ofVirtual()
        .name("deadline")
        .start(() -> {
          var _ = call(LOOPBACK, NOBODY, "", LIMIT);
        });
  }

  /** Sends it, and does not wait. */
  void send(Pod pod, Duration grace) {
    String address = pod.getStatus().getPodIP();
    Optional<String> token = PodSidecar.variable(pod, Env.TOKEN);
    if (address == null || token.isEmpty()) {
      return;
    }
    String host = address.contains(":") ? "[" + address + "]" : address;
    var _ =
        call(host, Ports.HOOK, token.get(), grace)
            .whenComplete((answer, failed) ->
                LOG.atInfo()
                    .addKeyValue("namespace", pod.getMetadata().getNamespace())
                    .addKeyValue("pod", pod.getMetadata().getName())
                    .addKeyValue("graceSeconds", grace.toSeconds())
                    .addKeyValue(
                        "result", String.valueOf(failed == null ? answer.statusCode() : failed))
                    .log("a shorter grace was told"));
  }

  private CompletableFuture<HttpResponse<Void>> call(
      String host, int port, String token, Duration grace) {
    HttpRequest put =
        HttpRequest.newBuilder(URI.create("http://%s:%d%s".formatted(host, port, Paths.DEADLINE)))
            .timeout(LIMIT)
            .header(Headers.TOKEN, token)
            .PUT(
                HttpRequest.BodyPublishers.ofString(
                    "{\"seconds\": %d}".formatted(grace.toSeconds())))
            .build();
    return http.sendAsync(put, HttpResponse.BodyHandlers.discarding());
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
