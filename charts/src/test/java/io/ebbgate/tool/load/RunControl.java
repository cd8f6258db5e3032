package io.ebbgate.tool.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.lifecycle.Ticker;
import java.util.Optional;

/** Starts and ends runs of load, one at a time, and reports the last, as its requests demand. */
final class RunControl implements ControlServer.Handler {
  private final Ticker ticker;
  private Optional<Run> last = Optional.empty();

  /** One run of load, from its start to the end of what was in flight then. */
  private static final class Run {
    private final Ledger ledger;
    private final LoadClient client;
    private volatile boolean running = true;

    Run(RunRequest request, Ticker ticker) {
      ledger = new Ledger(request.retention());
      client = LoadClient.start(request.plan(), request.gateway(), ticker, ledger);
    }

    boolean running() {
      return running;
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

  @Override
  public ControlResponse answer(ControlRequest request)
      throws InterruptedException, InvalidRequestException {
    return switch (request.method() + " " + request.path()) {
      case "GET /healthz" -> ControlResponse.text(200, "ok");
      case "PUT /run" -> start(RunRequest.parse(request.body()));
      case "GET /run" -> status();
      case "DELETE /run" -> stop();
      default ->
          ControlResponse.text(
              404,
              "Nothing is at %s %s; allowed are GET /healthz and GET, PUT and DELETE /run."
                  .formatted(request.method(), request.path()));
    };
  }

  private synchronized ControlResponse start(RunRequest request) {
    if (last.filter(Run::running).isPresent()) {
      return ControlResponse.text(409, "A run is in progress; DELETE /run ends it.");
    }
    last = Optional.of(new Run(request, ticker));
    return status();
  }

  /** Reports the last run each time it is requested, since an answer may get lost on its way. */
  private ControlResponse stop() throws InterruptedException {
    Optional<Run> run = last();
    if (run.isEmpty()) {
      return ControlResponse.text(404, "There was no run; PUT /run starts one.");
    }
    run.get().stop();
    return ControlResponse.report(LoadReport.of(run.get().ledger));
  }

  private ControlResponse status() {
    Optional<Run> run = last();
    Ledger ledger = run.map(each -> each.ledger).orElseGet(Ledger::new);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("running", run.filter(Run::running).isPresent());
    json.put("requests", ledger.requests());
    json.put("failed", ledger.failed());
    json.put("severed", ledger.severed());
    ObjectNode endings = json.putObject("endings");
    ledger
        .endings()
        .forEach((ending, count) -> {
          if (ending.failed()) {
            endings.put(ending.wireName(), count);
          }
        });
    return ControlResponse.json(json);
  }

  private synchronized Optional<Run> last() {
    return last;
  }
}
