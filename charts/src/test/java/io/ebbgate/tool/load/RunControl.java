package io.ebbgate.tool.load;

import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.webhook.load.Ending;
import io.ebbgate.webhook.load.Ledger;
import io.ebbgate.webhook.load.LoadClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Starts and ends runs of load, one at a time, and reports the last, as its requests demand. */
final class RunControl {
  private static final int LONGEST_BODY = 65_536;

  private final Ticker ticker;
  private volatile Optional<Run> last = Optional.empty();

  /** One run of load, from its start to the end of what was in flight then. */
  private static final class Run {
    private final Ledger ledger;
    private final LoadClient client;
    private volatile boolean running = true;

    Run(RunRequest request, Ticker ticker) {
      ledger = new Ledger(request.retention());
      client = LoadClient.start(request.plan(), request.gateway(), ticker, ledger);
    }

    /** Returns when nothing is in flight any more. A second call waits for the first. */
    synchronized void stop() throws InterruptedException {
      if (running) {
        client.finish();
        running = false;
      }
    }
  }

  /** No run yet. */
  RunControl(Ticker ticker) {
    this.ticker = ticker;
  }

  /** How a test controls this program. */
  Router router(Vertx vertx) {
    Router router = Router.router(vertx);
    router.route().handler(BodyHandler.create(false).setBodyLimit(LONGEST_BODY));
    router.get("/healthz").handler(context -> answer(context, 200, "ok"));
    router.put("/run").blockingHandler(this::start, false);
    router.get("/run").handler(context -> answer(context, 200, status()));
    router.delete("/run").blockingHandler(this::stop, false);
    return router;
  }

  private void start(RoutingContext context) {
    try {
      String body = Objects.requireNonNullElse(context.body().asString(), "");
      if (start(RunRequest.parse(body))) {
        answer(context, 200, status());
      } else {
        answer(context, 409, "A run is in progress; DELETE /run ends it.");
      }
    } catch (IOException | IllegalArgumentException invalid) {
      answer(context, 400, String.valueOf(invalid.getMessage()));
    }
  }

  /** False where a run is in progress. */
  private synchronized boolean start(RunRequest request) {
    if (last.filter(run -> run.running).isPresent()) {
      return false;
    }
    last = Optional.of(new Run(request, ticker));
    return true;
  }

  /** Reports the last run each time it is requested, since an answer may get lost on its way. */
  private void stop(RoutingContext context) {
    Optional<Run> run = last;
    if (run.isEmpty()) {
      answer(context, 404, "There was no run; PUT /run starts one.");
      return;
    }
    try {
      run.get().stop();
      answer(context, 200, LoadReport.of(run.get().ledger).text());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      answer(context, 503, "The program is stopping.");
    }
  }

  private String status() {
    Optional<Run> run = last;
    Ledger ledger = run.map(each -> each.ledger).orElseGet(Ledger::new);
    Map<Ending, Long> endings = ledger.endings();
    JsonObject failures = new JsonObject();
    endings.keySet().stream()
        .filter(Ending::failed)
        .forEach(ending -> failures.put(ending.wireName(), endings.get(ending)));
    return new JsonObject()
        .put("running", run.filter(each -> each.running).isPresent())
        .put("requests", ledger.requests())
        .put("failed", ledger.failed())
        .put("severed", ledger.severed())
        .put("endings", failures)
        .encode();
  }

  private static void answer(RoutingContext context, int status, String text) {
    context.response().setStatusCode(status).end(text + "\n");
  }
}
