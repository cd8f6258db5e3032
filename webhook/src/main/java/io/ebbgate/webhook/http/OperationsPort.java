package io.ebbgate.webhook.http;

import io.ebbgate.core.contract.Paths;
import io.ebbgate.webhook.metrics.WebhookMetrics;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** The plain port: what the kubelet and Prometheus read. */
final class OperationsPort {
  private static final int IDLE_SECONDS = 60;

  private OperationsPort() {}

  static HttpServer server(
      Vertx vertx,
      Supplier<Optional<String>> unreadyReason,
      Function<String, WebhookMetrics.Scrape> scrape) {
    Router router = Router.router(vertx);
    router.get(Paths.HEALTHZ).handler(context -> context.end("ok\n"));
    router
        .get(Paths.READYZ)
        .handler(context -> {
          Optional<String> why = unreadyReason.get();
          context.response().setStatusCode(why.isPresent() ? 503 : 200);
          context.end(why.orElse("ok") + "\n");
        });
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
    return vertx
        .createHttpServer(
            ServerOptions.plain().setIdleTimeout(IDLE_SECONDS).setIdleTimeoutUnit(TimeUnit.SECONDS))
        .requestHandler(router);
  }
}
