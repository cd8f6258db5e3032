package io.ebbgate.sidecar.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ebbgate.core.close.CloseDecision;
import io.ebbgate.core.close.CloseRequest;
import io.ebbgate.core.close.CloseTarget;
import io.ebbgate.core.config.ConfigProblem;
import io.ebbgate.core.config.DurationText;
import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.contract.CloseErrors;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.switchover.RouteTarget;
import io.ebbgate.sidecar.close.CloseAnswer;
import io.ebbgate.sidecar.close.CloseReport;
import io.ebbgate.sidecar.close.ListenerCloses;
import io.ebbgate.sidecar.close.ListenerCloses.CalledOff;
import io.ebbgate.sidecar.kernel.PeerText;
import io.ebbgate.sidecar.log.JsonLine;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The calls that close connections of a listener; loaded with the first of them. */
final class CloseHandler {
  private static final int MOST_NAMES = 200;
  private static final String ROUTE = "until-route";
  private static final String LIMIT = "wait";
  private static final String USUAL_LIMIT = "1s";
  private static final Set<String> OF_END =
      Set.of(CloseRequest.ID, ROUTE, RouteHandler.ALSO, LIMIT);

  /** How long one call waits for a route, at most. */
  private static final Duration MOST_LIMIT = Duration.ofSeconds(30);

  private CloseHandler() {}

  /** Closes. Parameters are the query's, or those of a form where there is no query. */
  static Response close(ListenerCloses closes, Request request) throws InterruptedException {
    Optional<String> listener = listener(request);
    Optional<Map<String, String>> parameters =
        QueryText.parse(request.query().isEmpty() ? request.body() : request.query());
    if (listener.isEmpty() || parameters.isEmpty()) {
      return Response.error(
          400, "Name and parameters have to be percent-encoded, each parameter given once.");
    }
    SettingReader reader = new SettingReader(parameters.get());
    CloseRequest wanted =
        CloseRequest.read(reader, parameters.get().keySet(), PeerText::range, closes.clock());
    if (!reader.problems().isEmpty()) {
      return Response.error(
          400,
          reader.problems().stream().map(ConfigProblem::sentence).collect(Collectors.joining(" ")));
    }
    return answer(closes, closes.close(listener.get(), wanted));
  }

  private static Response answer(ListenerCloses closes, CloseAnswer answer) {
    return switch (answer) {
      case CloseAnswer.Reported(CloseReport report) -> result(closes, report, 0);
      case CloseAnswer.Refused(CloseDecision decision) -> refusal(decision);
      case CloseAnswer.Unavailable(String sentence) -> Response.error(409, sentence);
      case CloseAnswer.Busy(CloseReport running) ->
          error(
              409,
              "Connections of this listener are being closed already; DELETE ends that.",
              json -> write(json, "running", running));
      case CloseAnswer.TooMany(int most) ->
          Response.error(
              503, "Connections of %d listeners are being closed, which is most.".formatted(most));
      case CloseAnswer.NoThread() ->
          Response.error(
              503, "No thread could be started for it, as under a limit of processes; try again.");
      case CloseAnswer.ListenersUnknown() ->
          Response.error(503, "Envoy's listeners are not known yet, as it has not answered.");
    };
  }

  private static Response refusal(CloseDecision decision) {
    return switch (decision) {
      case CloseDecision.UnknownListener(String listener, List<String> known) ->
          error(
              404,
              "Envoy has no listener %s.".formatted(listener),
              json -> {
                json.writeNumberField("count", known.size());
                write(json, CloseErrors.LISTENERS, known);
              });
      case CloseDecision.NotClosable(String listener, String why) ->
          Response.error(
              409, "Connections of listener %s can't be closed: %s.".formatted(listener, why));
      case CloseDecision.Outdated(String listener) ->
          error(
              409,
              "Envoy's listeners have just changed, %s or its port among them; try again in five"
                      .formatted(listener)
                  + " seconds.",
              json -> json.writeStringField(CloseErrors.REASON, CloseErrors.OUTDATED));
      case CloseDecision.Shared shared ->
          error(
              409,
              shared.sentence() + " With shared=true they are closed all the same.",
              json -> shared(json, shared.target()));
      case CloseDecision.Accepted accepted ->
          throw new IllegalStateException("accepted: " + accepted);
    };
  }

  private static void shared(JsonGenerator json, CloseTarget target) throws IOException {
    json.writeStringField(CloseErrors.REASON, CloseErrors.SHARED);
    json.writeNumberField(CloseErrors.PORT, target.addresses().getFirst().port());
    write(json, CloseErrors.LISTENERS, target.shared().listeners());
    if (target.shared().chains().isPresent()) {
      json.writeNumberField(CloseErrors.FILTER_CHAINS, target.shared().chains().get());
    }
    write(json, CloseErrors.FILTER_CHAIN_NAMES, target.shared().chainNames());
  }

  /** The request that runs for a listener, or the last one. */
  static Response status(ListenerCloses closes, Request request) {
    return listener(request)
        .flatMap(closes::report)
        .map(report -> Response.json(200, json -> write(json, report, closes)))
        .orElseGet(() ->
            error(
                404,
                "No connections of this listener have been closed on demand.",
                json -> clock(json, closes)));
  }

  /** Ends the request that runs for a listener, at once or as soon as its route points there. */
  static Response callOff(ListenerCloses closes, Request request) throws InterruptedException {
    Optional<String> listener = listener(request);
    Optional<Map<String, String>> parameters =
        QueryText.parse(request.query()).filter(given -> OF_END.containsAll(given.keySet()));
    Optional<String> id =
        parameters.map(given -> given.getOrDefault(CloseRequest.ID, "")).flatMap(CloseRequest::id);
    Optional<String> route = parameters.flatMap(given -> Optional.ofNullable(given.get(ROUTE)));
    Optional<RouteTarget> target = route.flatMap(RouteTarget::parse);
    Optional<Set<String>> also = parameters.map(RouteHandler::also).filter(RouteHandler::isAllowed);
    Optional<Duration> limit =
        parameters.flatMap(
            given -> DurationText.parse(given.getOrDefault(LIMIT, USUAL_LIMIT), MOST_LIMIT));
    if (listener.isEmpty()
        || id.isEmpty()
        || also.isEmpty()
        || limit.isEmpty()
        || (route.isPresent() && target.isEmpty())) {
      return Response.error(
          400,
          "Parameters are id, of letters, digits and hyphens, %s, which is %s, %s, names of clusters, and %s, %s, at most %s."
              .formatted(
                  ROUTE,
                  RouteTarget.ALLOWED,
                  RouteHandler.ALSO,
                  LIMIT,
                  DurationText.ALLOWED,
                  DurationText.format(MOST_LIMIT)));
    }
    Optional<CalledOff> ended =
        target.isPresent()
            ? closes.callOffAtRoute(listener.get(), id.get(), target.get(), also.get(), limit.get())
            : closes.callOff(listener.get(), id.get()).map(last -> new CalledOff(last, 0));
    return ended
        .map(last -> result(closes, last.report(), last.others()))
        .orElseGet(() ->
            Response.error(
                409,
                id.get().isEmpty()
                    ? "No connections of this listener are being closed."
                    : "No request %s closes connections of this listener.".formatted(id.get())));
  }

  /** Adds those that run to an answer about all listeners, or why none can be. */
  static void running(JsonGenerator json, ListenerCloses closes) throws IOException {
    Optional<String> refusal = closes.refusal();
    if (refusal.isPresent()) {
      json.writeStringField("closesRefused", refusal.get());
    }
    json.writeArrayFieldStart("closes");
    for (CloseReport each : closes.running()) {
      json.writeStartObject();
      JsonLine.fields(json, each.fields());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static Optional<String> listener(Request request) {
    String path = request.path();
    return QueryText.decoded(
        path.substring(Paths.LISTENERS.length() + 1, path.length() - Paths.CLOSE.length()));
  }

  /** What came of a call, or where it has not ended, has come of it so far. */
  private static Response result(ListenerCloses closes, CloseReport report, long others) {
    return Response.json(
        report.end().isPresent() ? 200 : 202,
        json -> {
          write(json, report, closes);
          if (others > 0) {
            json.writeNumberField("others", others);
          }
        });
  }

  private static void write(JsonGenerator json, CloseReport report, ListenerCloses closes)
      throws IOException {
    JsonLine.fields(json, report.fields());
    clock(json, closes);
  }

  private static void clock(JsonGenerator json, ListenerCloses closes) throws IOException {
    json.writeNumberField("clockMillis", closes.clock().toMillis());
  }

  private static Response error(int status, String sentence, JsonLine.Body more) {
    return Response.json(
        status,
        json -> {
          json.writeStringField("error", sentence);
          more.write(json);
        });
  }

  private static void write(JsonGenerator json, String name, CloseReport report)
      throws IOException {
    json.writeObjectFieldStart(name);
    JsonLine.fields(json, report.fields());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String name, List<String> texts)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts.subList(0, Math.min(texts.size(), MOST_NAMES))) {
      json.writeString(text);
    }
    json.writeEndArray();
  }
}
