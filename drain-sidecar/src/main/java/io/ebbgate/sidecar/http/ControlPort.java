package io.ebbgate.sidecar.http;

import io.ebbgate.core.close.KnownListener;
import io.ebbgate.core.config.HostPort;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.WireName;
import io.ebbgate.core.drain.ListenerFacts;
import io.ebbgate.core.drain.Plan;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.sidecar.close.ListenerCloses;
import io.ebbgate.sidecar.drain.CancelResult;
import io.ebbgate.sidecar.drain.DrainLoop;
import io.ebbgate.sidecar.envoy.EnvoyAdmin;
import io.ebbgate.sidecar.log.JsonLog;
import io.ebbgate.sidecar.metrics.Refusal;
import io.ebbgate.sidecar.metrics.SidecarMetrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The port for operators, on loopback; reached with {@code kubectl port-forward}. */
public record ControlPort(
    DrainLoop drain,
    ListenerCloses closes,
    EnvoyAdmin admin,
    Token token,
    SidecarMetrics metrics,
    JsonLog log,
    Ticker ticker) {
  private static final int MOST_LISTENERS = 500;

  /** From a request for the route to its answer. */
  private static final Duration ROUTE_LIMIT = Duration.ofSeconds(5);

  private static final String CLOSES = Paths.LISTENERS + "/";

  /** Opens the port. */
  public HttpServer open(InetSocketAddress address) throws IOException {
    InetAddress bound = address.getAddress();
    HttpServer.Handler route = new SerialHandler(this::route, () -> metrics.refused(Refusal.BUSY));
    return new HttpServer(log, ticker, metrics::refused)
        .get(Paths.STATUS, local(bound, _ -> Response.status(200, drain.status())))
        .get(Paths.LISTENERS, local(bound, _ -> listeners()))
        .on("POST", Paths.DRAIN, local(bound, token.guard(this::start)))
        .on("DELETE", Paths.DRAIN, local(bound, token.guard(_ -> cancel())))
        .between("GET", CLOSES, Paths.CLOSE, local(bound, it -> CloseHandler.status(closes, it)))
        .between("GET", CLOSES, Paths.ROUTE, local(bound, route))
        .between(
            "POST",
            CLOSES,
            Paths.CLOSE,
            local(bound, token.guard(it -> CloseHandler.close(closes, it))))
        .between(
            "DELETE",
            CLOSES,
            Paths.CLOSE,
            local(bound, token.guard(it -> CloseHandler.callOff(closes, it))))
        .open("control-port", address);
  }

  private static HttpServer.Handler local(InetAddress bound, HttpServer.Handler handler) {
    return request -> {
      if (request.header("Host").filter(host -> namesThisHost(host, bound)).isEmpty()) {
        return Response.error(403, "The Host header has to name this host, such as localhost.");
      }
      return isOfWebPage(request)
          ? Response.error(403, "Calls from web pages are refused.")
          : handler.handle(request);
    };
  }

  /**
   * Whether a page in the operator's browser sent it: one that has not rebound its own name to this
   * host says so by {@code Origin}, or where its call is a simple GET, by {@code Sec-Fetch-Site}
   * (W3C Fetch Metadata). What the operator types has {@code none}.
   */
  private static boolean isOfWebPage(Request request) {
    return request.header("Origin").isPresent()
        || request.header("Sec-Fetch-Site").filter(site -> !site.equals("none")).isPresent();
  }

  /** Whether a {@code Host} header names this host, and no name that a web page has rebound. */
  static boolean namesThisHost(String header, InetAddress bound) {
    int colon = header.lastIndexOf(':');
    boolean bracketed = header.endsWith("]");
    String host = colon > 0 && !bracketed ? header.substring(0, colon) : header;
    if (host.equalsIgnoreCase("localhost")) {
      return true;
    }
    String literal =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    try {
      InetAddress named = InetAddress.ofLiteral(literal);
      return named.isLoopbackAddress() || named.equals(bound);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private Response start(Request request) {
    CompletableFuture<?> verdict = drain.drain(request.acceptedAt());
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

  /** The time that it waited for its turn counts. */
  private Response route(Request request) {
    long end = request.acceptedAt() + ROUTE_LIMIT.toNanos();
    return RouteHandler.route(admin.until(end, ticker), request);
  }

  private Response listeners() {
    Optional<Plan> plan = drain.plan();
    List<ListenerFacts> contexts = plan.map(Plan::contexts).orElse(List.of());
    Map<ListenerFacts, KnownListener> listeners = new HashMap<>();
    drain.listeners().ifPresent(all -> all.forEach(one -> listeners.put(one.facts(), one)));
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
            json.writeArrayFieldStart("addresses");
            for (HostPort address : context.bound()) {
              json.writeString(address.toString());
            }
            json.writeEndArray();
            json.writeStringField("protocol", WireName.of(context.protocol()));
            json.writeStringField("direction", WireName.of(context.direction()));
            json.writeBooleanField("modifyOnly", context.modifyOnly());
            KnownListener known = listeners.get(context);
            if (known != null) {
              json.writeBooleanField("closable", known.closable());
            }
            if (known != null && known.use().isPresent()) {
              json.writeNumberField("filterChains", known.use().get().chains());
            }
            json.writeEndObject();
          }
          json.writeEndArray();
          CloseHandler.running(json, closes);
        });
  }
}
