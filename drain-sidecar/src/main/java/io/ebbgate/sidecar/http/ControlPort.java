package io.ebbgate.sidecar.http;

import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.WireName;
import io.ebbgate.core.drain.ListenerFacts;
import io.ebbgate.core.drain.Plan;
import io.ebbgate.sidecar.drain.CancelResult;
import io.ebbgate.sidecar.drain.DrainLoop;
import io.ebbgate.sidecar.log.JsonLog;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The port for operators, on loopback; reached with {@code kubectl port-forward}. */
public final class ControlPort {
  private static final int MOST_LISTENERS = 500;

  private final DrainLoop drain;
  private final Token token;
  private final HostCheck host;

  private ControlPort(DrainLoop drain, Token token, HostCheck host) {
    this.drain = drain;
    this.token = token;
    this.host = host;
  }

  /** Opens the port. */
  public static HttpServer open(
      InetSocketAddress address, DrainLoop drain, Token token, JsonLog log) throws IOException {
    ControlPort port = new ControlPort(drain, token, new HostCheck(address.getAddress()));
    return new HttpServer(log)
        .get(Paths.STATUS, port.local(_ -> Response.status(200, drain.status())))
        .get(Paths.LISTENERS, port.local(_ -> port.listeners()))
        .on("POST", Paths.DRAIN, port.local(port.guarded(_ -> port.start())))
        .on("DELETE", Paths.DRAIN, port.local(port.guarded(_ -> port.cancel())))
        .open("control-port", address);
  }

  /** A web page in the operator's browser sends another host, even if it resolves to this one. */
  private HttpServer.Handler local(HttpServer.Handler handler) {
    return request ->
        request.header("Host").filter(host::accepts).isPresent()
            ? handler.handle(request)
            : Response.error(403, "The Host header has to name this host, such as localhost.");
  }

  private HttpServer.Handler guarded(HttpServer.Handler handler) {
    return request ->
        request.header("Origin").isPresent()
            ? Response.error(403, "Calls from web pages are refused.")
            : token.guard(handler).handle(request);
  }

  private Response start() {
    CompletableFuture<?> verdict = drain.drain();
    return verdict.isCompletedExceptionally()
        ? Response.error(503, "Too many requests at once.")
        : Response.status(202, drain.status());
  }

  private Response cancel() throws InterruptedException {
    try {
      return switch (drain.cancel().get()) {
        case CancelResult.Canceled() -> Response.status(200, drain.status());
        case CancelResult.Rejected(String reason) -> Response.error(409, reason);
      };
    } catch (ExecutionException _) {
      return Response.error(503, "Too many requests at once.");
    }
  }

  private Response listeners() {
    Optional<Plan> plan = drain.status().plan();
    List<ListenerFacts> contexts = plan.map(Plan::contexts).orElse(List.of());
    return Response.json(
        200,
        json -> {
          json.writeBooleanField("known", plan.isPresent());
          json.writeNumberField("count", contexts.size());
          json.writeArrayFieldStart("listeners");
          for (ListenerFacts context : contexts.stream().limit(MOST_LISTENERS).toList()) {
            json.writeStartObject();
            json.writeStringField("name", context.name());
            json.writeStringField("address", context.address());
            json.writeNumberField("port", context.port());
            json.writeStringField("protocol", WireName.of(context.protocol()));
            json.writeStringField("direction", WireName.of(context.direction()));
            json.writeBooleanField("modifyOnly", context.modifyOnly());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }
}
