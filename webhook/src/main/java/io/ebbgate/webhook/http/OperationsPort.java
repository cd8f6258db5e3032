package io.ebbgate.webhook.http;

import io.ebbgate.core.contract.Paths;
import io.ebbgate.webhook.metrics.WebhookMetrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** The plain port: what the kubelet and Prometheus read, and notices of sidecars. */
final class OperationsPort {
  private static final int IDLE_SECONDS = 60;

  private OperationsPort() {}

  static HttpServer server(
      Vertx vertx,
      ConnectionTable connections,
      Supplier<Optional<String>> deadReason,
      Supplier<Optional<String>> unreadyReason,
      Function<String, WebhookMetrics.Scrape> scrape,
      SidecarNotices notices) {
    Router router = Router.router(vertx);
    router.get(Paths.HEALTHZ).handler(context -> health(context, deadReason.get()));
    router.get(Paths.READYZ).handler(context -> health(context, unreadyReason.get()));
    router
        .get(Paths.METRICS)
        .handler(context -> {
          String accept = Objects.requireNonNullElse(context.request().getHeader("Accept"), "");
          vertx
              .executeBlocking(() -> scrape.apply(accept), false)
              .onSuccess(answer -> {
                context.response().putHeader(Response.TYPE, answer.type());
                context.end(answer.text());
              })
              .onFailure(context::fail);
        });
    router.post(Paths.LISTENER_DRAINS).handler(context -> notice(context, notices));
    return vertx
        .createHttpServer(
            ServerOptions.plain().setIdleTimeout(IDLE_SECONDS).setIdleTimeoutUnit(TimeUnit.SECONDS))
        .connectionHandler(connection -> connections.established(Connections.client(connection)))
        .requestHandler(request -> {
          request
              .response()
              .endHandler(
                  _ -> connections.answered(Connections.client(request.connection()), false));
          router.handle(request);
        });
  }

  private static void notice(RoutingContext context, SidecarNotices notices) {
    String namespace = Objects.requireNonNullElse(context.request().getParam("namespace"), "");
    String pod = Objects.requireNonNullElse(context.request().getParam("pod"), "");
    var _ =
        Future.fromCompletionStage(
                notices.received(namespace, pod), context.vertx().getOrCreateContext())
            .onSuccess(result -> context.response().setStatusCode(result.status()).end())
            .onFailure(context::fail);
  }

  private static void health(RoutingContext context, Optional<String> problem) {
    context.response().setStatusCode(problem.isPresent() ? 503 : 200);
    context.end(problem.orElse("ok") + "\n");
  }
}
