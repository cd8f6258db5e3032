package io.ebbgate.webhook.observer;

import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Headers;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.Ports;
import io.fabric8.kubernetes.api.model.Pod;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Sends a sidecar its pod's shorter grace period. If the call fails the sidecar drains with the
 * grace period it was started with; nothing waits for this.
 */
final class DeadlinePush implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeadlinePush.class);
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final int MAX_TOKEN = 512;
  private static final String LOOPBACK = "127.0.0.1";

  /** A port without a listener (tcpmux, RFC 1078, which is historic). */
  private static final int UNUSED_PORT = 1;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(LIMIT)
          .executor(command -> Thread.ofVirtual().name("deadline").start(command))
          .build();

  /** Makes a call that fails, so that the first real one is not delayed by class loading. */
  DeadlinePush() {
    Thread.ofVirtual()
        .name("deadline")
        .start(() -> {
          var _ = call(LOOPBACK, UNUSED_PORT, "", LIMIT);
        });
  }

  /** Sends it without waiting for the answer; a pod without an address or a token gets none. */
  void send(Pod pod, Duration grace) {
    Optional<String> host =
        Optional.ofNullable(pod.getStatus().getPodIP()).flatMap(DeadlinePush::host);
    Optional<String> token = PodSidecar.variable(pod, Env.TOKEN).filter(DeadlinePush::isToken);
    if (host.isEmpty() || token.isEmpty()) {
      log(pod, grace)
          .addKeyValue("cause", host.isEmpty() ? "no pod address" : "no valid token")
          .log("shorter grace period not sent");
      return;
    }
    var _ =
        call(host.get(), Ports.HOOK, token.get(), grace)
            .whenComplete((answer, failed) ->
                log(pod, grace)
                    .addKeyValue(
                        "result", String.valueOf(failed == null ? answer.statusCode() : failed))
                    .log("shorter grace period sent"));
  }

  private static LoggingEventBuilder log(Pod pod, Duration grace) {
    return LOG.atInfo()
        .addKeyValue("namespace", pod.getMetadata().getNamespace())
        .addKeyValue("pod", pod.getMetadata().getName())
        .addKeyValue("graceSeconds", grace.toSeconds());
  }

  /** An address as it is written in a URL. */
  private static Optional<String> host(String address) {
    try {
      InetAddress literal = InetAddress.ofLiteral(address);
      String host = literal.getHostAddress();
      return Optional.of(literal instanceof Inet6Address ? "[" + host + "]" : host);
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }

  /** Whether it is what a sidecar starts with; whatever else a pod carries is no header. */
  private static boolean isToken(String text) {
    return text.length() <= MAX_TOKEN
        && !text.isEmpty()
        && text.chars().allMatch(each -> each > ' ' && each < 0x7f);
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
