package io.ebbgate.webhook.http;

import io.ebbgate.core.contract.Paths;
import io.ebbgate.webhook.http.Response.ConnectionUse;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BooleanSupplier;

/** The TLS port: one path, one method, every other request answered in a sentence. */
final class AdmissionPort {
  private final Connections connections;
  private final MutateRoute mutate;
  private final BooleanSupplier stopping;

  AdmissionPort(Connections connections, MutateRoute mutate, BooleanSupplier stopping) {
    this.connections = connections;
    this.mutate = mutate;
    this.stopping = stopping;
  }

  HttpServer server(Vertx vertx, ServerOptions options) {
    Router router = Router.router(vertx);
    router.route(HttpMethod.POST, Paths.MUTATE).handler(this::mutate);
    router.route(HttpMethod.POST, Paths.MUTATE_PRIVILEGED).handler(this::mutate);
    router.errorHandler(404, context -> refuse(context, RejectReason.WRONG_PATH));
    router.errorHandler(
        405,
        context -> {
          context.response().putHeader("Allow", HttpMethod.POST.name());
          refuse(context, RejectReason.WRONG_METHOD);
        });
    router.errorHandler(400, context -> refuse(context, RejectReason.BROKEN));
    return vertx
        .createHttpServer(options.secured())
        .connectionHandler(connections::opened)
        .invalidRequestHandler(request -> {
          mutate.refused(RejectReason.BROKEN);
          HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER.handle(request);
        })
        .requestHandler(request -> {
          connections.headArrived(request.connection());
          router.handle(request);
        });
  }

  private void mutate(RoutingContext context) {
    HttpServerRequest request = context.request();
    mutate.answer(request).onSuccess(answer -> send(request, answer)).onFailure(context::fail);
  }

  private void refuse(RoutingContext context, RejectReason refusal) {
    // For a browser, which alone asks for other paths and methods.
    context.response().putHeader("X-Content-Type-Options", "nosniff");
    send(context.request(), mutate.refused(refusal));
  }

  private void send(HttpServerRequest request, Response answer) {
    HttpServerResponse response = request.response();
    boolean close = answer.connection() == ConnectionUse.CLOSE || stopping.getAsBoolean();
    if (close) {
      response.putHeader("Connection", "close");
    }
    response
        .setStatusCode(answer.status())
        .putHeader(Response.TYPE, answer.type())
        .end(answer.body())
        .onComplete(_ -> {
          if (close) {
            connections.closeAfterResponse(request.connection(), request.isEnded());
          } else {
            connections.answered(request.connection(), answer.status() == 200);
          }
        });
  }
}
