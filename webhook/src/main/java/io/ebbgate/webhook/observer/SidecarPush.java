package io.ebbgate.webhook.observer;

import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Headers;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.Ports;
import io.ebbgate.core.termination.SidecarNews;
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
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Sends a sidecar what is new of its pod: a shorter grace period, whether the load balancer still
 * has it. If a call fails the sidecar drains with what it knows; nothing waits for this.
 */
final class SidecarPush implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SidecarPush.class);
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final int MAX_TOKEN = 512;
  private static final String LOOPBACK = "127.0.0.1";

  /** A port without a listener (tcpmux, RFC 1078, which is historic). */
  private static final int UNUSED_PORT = 1;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(LIMIT)
          .executor(command -> Thread.ofVirtual().name("sidecar-push").start(command))
          .build();

  /** Makes a call that fails, so that the first real one is not delayed by class loading. */
  SidecarPush() {
    Thread.ofVirtual()
        .name("sidecar-push")
        .start(() -> {
          var _ = call(LOOPBACK, UNUSED_PORT, "", Paths.DEADLINE, "");
        });
  }

  /** Sends it without waiting for the answer; a pod without an address or a token gets none. */
  void send(Pod pod, SidecarNews news) {
    news.grace()
        .ifPresent(grace ->
            send(
                pod,
                line -> line.addKeyValue("graceSeconds", grace.toSeconds()),
                "shorter grace period",
                Paths.DEADLINE,
                "{\"seconds\": %d}".formatted(grace.toSeconds())));
    news.registered()
        .ifPresent(registered ->
            send(
                pod,
                line -> line.addKeyValue("registered", registered.toString()),
                "load balancer's registration",
                Paths.REGISTRATION,
                "{\"registered\": %s}".formatted(registered)));
  }

  private void send(
      Pod pod, UnaryOperator<LoggingEventBuilder> content, String what, String path, String body) {
    Optional<String> host =
        Optional.ofNullable(pod.getStatus().getPodIP()).flatMap(SidecarPush::host);
    Optional<String> token = PodSidecar.variable(pod, Env.TOKEN).filter(SidecarPush::isToken);
    if (host.isEmpty() || token.isEmpty()) {
      log(pod, content)
          .addKeyValue("cause", host.isEmpty() ? "no pod address" : "no valid token")
          .log("{} not sent", what);
      return;
    }
    var _ =
        call(host.get(), Ports.HOOK, token.get(), path, body)
            .whenComplete((answer, failed) ->
                log(pod, content)
                    .addKeyValue(
                        "result", String.valueOf(failed == null ? answer.statusCode() : failed))
                    .log("{} sent", what));
  }

  private static LoggingEventBuilder log(Pod pod, UnaryOperator<LoggingEventBuilder> content) {
    return content.apply(
        LOG.atInfo()
            .addKeyValue("namespace", pod.getMetadata().getNamespace())
            .addKeyValue("pod", pod.getMetadata().getName()));
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
      String host, int port, String token, String path, String body) {
    HttpRequest put =
        HttpRequest.newBuilder(URI.create("http://%s:%d%s".formatted(host, port, path)))
            .timeout(LIMIT)
            .header(Headers.TOKEN, token)
            .PUT(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.sendAsync(put, HttpResponse.BodyHandlers.discarding());
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
