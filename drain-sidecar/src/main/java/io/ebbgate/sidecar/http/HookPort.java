package io.ebbgate.sidecar.http;

import io.ebbgate.core.config.TextCursor;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.core.verdict.Verdict;
import io.ebbgate.sidecar.drain.DrainLoop;
import io.ebbgate.sidecar.drain.OrderedStop;
import io.ebbgate.sidecar.log.JsonLog;
import io.ebbgate.sidecar.log.LogKeys;
import io.ebbgate.sidecar.metrics.Refusal;
import io.ebbgate.sidecar.metrics.SidecarMetrics;
import io.ebbgate.sidecar.metrics.SidecarMetrics.Scrape;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The port for the kubelet, the observer and scrapers, on the pod's address. */
public final class HookPort {
  private static final int MOST_DIGITS = 5;

  private final DrainLoop drain;
  private final OrderedStop order;
  private final Token token;
  private final SidecarMetrics metrics;
  private final JsonLog log;
  private final Ticker ticker;

  /** Each rejected hook is counted, but only some are logged. */
  private final RateLimiter logged;

  /** A port that has yet to be {@link #open}ed. */
  public HookPort(
      DrainLoop drain,
      OrderedStop order,
      Token token,
      SidecarMetrics metrics,
      JsonLog log,
      Ticker ticker) {
    this.drain = drain;
    this.order = order;
    this.token = token;
    this.metrics = metrics;
    this.log = log;
    this.ticker = ticker;
    this.logged = new RateLimiter(Duration.ofSeconds(5), ticker);
  }

  /** Opens the port. */
  public HttpServer open(InetSocketAddress address) throws IOException {
    HttpServer.Handler scrape =
        new SerialHandler(this::scrape, () -> metrics.refused(Refusal.BUSY));
    HttpServer server = new HttpServer(log, ticker, metrics::refused);
    for (String container : order.containers()) {
      var _ = server.on("GET", Paths.HOLD + container, token.guard(hold(container)));
    }
    return server
        .get(Paths.HEALTHZ, _ -> health())
        .get(Paths.METRICS, scrape)
        .on("GET", Paths.DRAIN, this::drain)
        .on("GET", Paths.TERMINATING, token.guard(_ -> terminating()))
        .on(
            "GET",
            Paths.LISTENER_DRAINS,
            token.guard(_ -> Response.listenerDrains(drain.listenerDrainsThatCut())))
        .on("PUT", Paths.DEADLINE, token.guard(this::deadline))
        .on("PUT", Paths.REGISTRATION, token.guard(this::registration))
        .open("hook-port", address);
  }

  private Response health() {
    return drain.ended()
        ? Response.error(503, "The drain thread has ended.")
        : Response.healthy(
            drain.plan().map(plan -> plan.restrictions().forbidden()).orElse(Set.of()));
  }

  private Response drain(Request request) throws InterruptedException {
    if (!token.isIn(request)) {
      metrics.hookRefused();
      drain.hookRejected();
      if (logged.tryAcquire()) {
        log.error(
            "hook without the pod's token rejected; if the kubelet sent it, the gateway stops"
                + " undrained");
      }
      return Response.hookRejected();
    }
    CompletableFuture<Verdict> verdict = drain.hook(request.acceptedAt());
    try {
      return Response.verdict(verdict.get());
    } catch (ExecutionException e) {
      log.error("hook not accepted", LogKeys.CAUSE, String.valueOf(e.getCause()));
      return Response.error(503, "Too many requests at once.");
    }
  }

  private HttpServer.Handler hold(String container) {
    return request -> {
      order.await(container, request.acceptedAt());
      return Response.ok();
    };
  }

  private Response terminating() {
    order.podTerminating();
    drain.podTerminating();
    return Response.ok();
  }

  private Response deadline(Request request) {
    OptionalInt seconds = seconds(request.body());
    if (seconds.isEmpty()) {
      return Response.error(400, "The body has to be {\"seconds\": n}, n from 0 to 99999.");
    }
    Duration grace = Duration.ofSeconds(seconds.getAsInt());
    log.info("deadline received", LogKeys.GRACE, grace);
    order.deadline(grace);
    drain.deadline(grace);
    return Response.ok();
  }

  private Response registration(Request request) {
    Optional<Boolean> registered = registered(request.body());
    if (registered.isEmpty()) {
      return Response.error(400, "The body has to be {\"registered\": true} or false.");
    }
    log.info(
        "load balancer's registration received", LogKeys.REGISTERED, registered.get().toString());
    drain.registration(registered.get());
    return Response.ok();
  }

  /** The value in {@code {"registered": true}}; empty where the text has another form. */
  static Optional<Boolean> registered(String body) {
    TextCursor cursor = new TextCursor(body);
    boolean form = skip(cursor, "{") && skip(cursor, "\"registered\"") && skip(cursor, ":");
    boolean registered = skip(cursor, "true");
    form &= (registered || skip(cursor, "false")) && skip(cursor, "}");
    cursor.take(TextCursor::isSpace);
    return form && cursor.atEnd() ? Optional.of(registered) : Optional.empty();
  }

  /** The number in {@code {"seconds": n}}; empty where the text has another form. */
  static OptionalInt seconds(String body) {
    TextCursor cursor = new TextCursor(body);
    boolean form = skip(cursor, "{") && skip(cursor, "\"seconds\"") && skip(cursor, ":");
    cursor.take(TextCursor::isSpace);
    OptionalInt number = cursor.number(MOST_DIGITS);
    form &= skip(cursor, "}");
    cursor.take(TextCursor::isSpace);
    return form && cursor.atEnd() ? number : OptionalInt.empty();
  }

  private static boolean skip(TextCursor cursor, String text) {
    cursor.take(TextCursor::isSpace);
    return cursor.skip(text);
  }

  private Response scrape(Request request) {
    Scrape scrape = metrics.scrape(request.header("accept").orElse(""));
    return new Response(200, scrape.type(), Map.of(), scrape.text());
  }
}
