package io.ebbgate.webhook.observer;

import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.termination.SidecarNews;
import io.fabric8.kubernetes.api.model.Pod;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
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

  /** A port without a listener (tcpmux, RFC 1078, which is historic). */
  private static final URI NOWHERE = URI.create("http://127.0.0.1:1/");

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
          var _ = call(HttpRequest.newBuilder(NOWHERE), "");
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
    SidecarAddress sidecar = SidecarAddress.of(pod);
    if (sidecar.missing().isPresent()) {
      log(pod, content).addKeyValue("cause", sidecar.missing().get()).log("{} not sent", what);
      return;
    }
    var _ =
        call(sidecar.request(path), body)
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

  private CompletableFuture<HttpResponse<Void>> call(HttpRequest.Builder request, String body) {
    return TimedAnswer.later(
        request.PUT(HttpRequest.BodyPublishers.ofString(body)).build(),
        http,
        HttpResponse.BodyHandlers.discarding(),
        LIMIT);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
