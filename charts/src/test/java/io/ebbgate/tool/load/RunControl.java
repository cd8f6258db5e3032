package io.ebbgate.tool.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.lifecycle.Ticker;
import java.util.Map;
import java.util.Optional;

/** Starts runs, one at a time, and tells of the last, for who asks at the door. */
final class RunControl implements ControlServer.Keeper {
  private final Ticker ticker;
  private Optional<Run> last = Optional.empty();

  /** Nothing runs yet. */
  RunControl(Ticker ticker) {
    this.ticker = ticker;
  }

  @Override
  public ControlResponse answer(ControlRequest ask)
      throws InterruptedException, InvalidRequestException {
    return switch (ask.method() + " " + ask.path()) {
      case "GET /healthz" -> ControlResponse.sentence(200, "ok");
      case "PUT /run" -> begin(ask.body());
      case "GET /run" -> ControlResponse.json(live());
      case "DELETE /run" -> end();
      default ->
          ControlResponse.sentence(
              404,
              "Nothing is at %s %s; allowed are GET /healthz and GET, PUT and DELETE /run."
                  .formatted(ask.method(), ask.path()));
    };
  }

  private ControlResponse begin(String body) throws InvalidRequestException {
    return started(RunRequest.parse(body))
        ? ControlResponse.json(live())
        : ControlResponse.sentence(409, "A run is going on; DELETE /run ends it.");
  }

  private synchronized boolean started(RunRequest order) {
    if (last.filter(Run::running).isPresent()) {
      return false;
    }
    last = Optional.of(Run.start(order, ticker));
    return true;
  }

  /** Tells of the last run as often as it is asked, since an answer may get lost on its way. */
  private ControlResponse end() throws InterruptedException {
    Optional<Run> run = last();
    if (run.isEmpty()) {
      return ControlResponse.sentence(404, "There was no run; PUT /run starts one.");
    }
    run.get().stop();
    return ControlResponse.report(LoadReport.of(run.get().ledger()));
  }

  private ObjectNode live() {
    Optional<Run> run = last();
    Ledger ledger = run.map(Run::ledger).orElseGet(Ledger::new);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("running", run.filter(Run::running).isPresent());
    json.put("requests", ledger.requests());
    json.put("failed", ledger.failed());
    json.put("severed", ledger.severed());
    ObjectNode endings = json.putObject("endings");
    for (Map.Entry<Ending, Long> each : ledger.endings().entrySet()) {
      if (each.getKey().failed()) {
        endings.put(each.getKey().wireName(), each.getValue());
      }
    }
    return json;
  }

  private synchronized Optional<Run> last() {
    return last;
  }
}
