package io.ebbgate.sidecar.http;

import io.ebbgate.core.contract.Headers;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.WireName;
import io.ebbgate.core.drain.ListenerFacts;
import io.ebbgate.core.drain.Plan;
import io.ebbgate.sidecar.drain.CallOffAnswer;
import io.ebbgate.sidecar.drain.DrainLoop;
import io.ebbgate.sidecar.drain.JsonLog;
import io.ebbgate.sidecar.drain.JsonText;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** What people call, on loopback through {@code kubectl port-forward}. */
public final class ControlPort {
  private static final int MOST_LISTENERS = 500;

  private final DrainLoop drain;
  private final Token token;
  private final LocalHost host;

  private ControlPort(DrainLoop drain, Token token, LocalHost host) {
    this.drain = drain;
    this.token = token;
    this.host = host;
  }

  /** Opens the port. */
  public static HttpPort open(InetSocketAddress address, DrainLoop drain, Token token, JsonLog log)
      throws IOException {
    ControlPort port = new ControlPort(drain, token, new LocalHost(address.getAddress()));
    Routes routes =
        new Routes()
            .read(Paths.STATUS, port.local(_ -> Answers.status(200, drain.status())))
            .read(Paths.LISTENERS, port.local(_ -> port.listeners()))
            .on("POST", Paths.DRAIN, port.local(port.guarded(_ -> port.begin())))
            .on("DELETE", Paths.DRAIN, port.local(port.guarded(_ -> port.callOff())));
    return HttpPort.open("control-port", address, routes, log);
  }

  /** A page somebody opened in a browser has another host name, whatever it resolves to. */
  private Routes.Handler local(Routes.Handler handler) {
    return request ->
        request.header("Host").filter(host::allows).isPresent()
            ? handler.handle(request)
            : Response.error(403, "The Host header has to name this host, such as localhost.");
  }

  private Routes.Handler guarded(Routes.Handler handler) {
    return request -> {
      if (request.header("Origin").isPresent()) {
        return Response.error(403, "Calls from web pages are refused.");
      }
      return request.header(Headers.TOKEN).filter(token::matches).isPresent()
          ? handler.handle(request)
          : Answers.forbidden();
    };
  }

  private Response begin() {
    CompletableFuture<?> verdict = drain.drain();
    return verdict.isCompletedExceptionally()
        ? Response.error(503, "Too many calls at once.")
        : Answers.status(202, drain.status());
  }

  private Response callOff() throws InterruptedException {
    try {
      return switch (drain.callOff().get()) {
        case CallOffAnswer.Done() -> Answers.status(200, drain.status());
        case CallOffAnswer.Refused(String reason) -> Response.error(409, reason);
      };
    } catch (ExecutionException _) {
      return Response.error(503, "Too many calls at once.");
    }
  }

  private Response listeners() {
    Optional<Plan> plan = drain.status().plan();
    List<ListenerFacts> contexts = plan.map(Plan::contexts).orElse(List.of());
    return Response.json(
        200,
        JsonText.object(json -> {
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
        }));
  }
}
