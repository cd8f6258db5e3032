package io.ebbgate.sidecar.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ebbgate.core.context.ListenerDrainReport;
import io.ebbgate.core.contract.Headers;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.StatusFields;
import io.ebbgate.core.drain.AdminAction;
import io.ebbgate.core.drain.PlanExplanation;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.Verdict;
import io.ebbgate.core.verdict.VerdictFields;
import io.ebbgate.sidecar.drain.DrainLoop;
import io.ebbgate.sidecar.log.JsonLine;
import io.ebbgate.sidecar.report.VerdictJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A response of either port; the connection ends with it. */
record Response(int status, String type, Map<String, String> headers, String body) {
  private static final String NO_TOKEN =
      "The header " + Headers.TOKEN + " does not contain this pod's token.";

  Response {
    headers = Map.copyOf(headers);
  }

  /** A response with these fields as one JSON object. */
  static Response json(int status, JsonLine.Body fields) {
    return new Response(status, "application/json", Map.of(), JsonLine.object(fields) + "\n");
  }

  static Response ok() {
    return json(200, json -> json.writeStringField("status", "ok"));
  }

  /** The health of a sidecar whose Envoy forbids these calls. */
  static Response healthy(Set<AdminAction> forbidden) {
    return forbidden.isEmpty()
        ? ok()
        : json(
            200,
            json -> {
              json.writeStringField("status", "ok");
              json.writeArrayFieldStart("forbiddenAdminPaths");
              for (AdminAction action : forbidden.stream().sorted().toList()) {
                json.writeString(action.path());
              }
              json.writeEndArray();
            });
  }

  static Response verdict(Verdict verdict) {
    return json(200, json -> VerdictJson.fields(json, verdict));
  }

  static Response status(int code, DrainLoop.Status status) {
    return json(
        code,
        json -> {
          json.writeStringField(StatusFields.PHASE, status.phase());
          if (status.report().isPresent()) {
            VerdictJson.fields(json, status.report().get());
          }
          if (status.now().isPresent()) {
            json.writeObjectFieldStart(StatusFields.NOW);
            write(json, StatusFields.CONNECTIONS, status.now().get().connections());
            write(json, StatusFields.REQUESTS, status.now().get().requests());
            json.writeEndObject();
          }
          if (status.kernelClose().forceClose().isPresent()) {
            json.writeBooleanField("forceClose", status.kernelClose().forceClose().get());
          }
          if (status.kernelClose().onDemand().isPresent()) {
            json.writeBooleanField("selectiveClose", status.kernelClose().onDemand().get());
          }
          List<String> explanation = new ArrayList<>();
          status.plan().ifPresent(plan -> explanation.addAll(PlanExplanation.of(plan)));
          status.kernelClose().sentences().forEach(explanation::add);
          if (!explanation.isEmpty()) {
            json.writeArrayFieldStart("explanation");
            for (String sentence : explanation) {
              json.writeString(sentence);
            }
            json.writeEndArray();
          }
          write(json, "listenerDrains", status.listeners());
        });
  }

  private static void write(JsonGenerator json, String name, Count count) throws IOException {
    if (count instanceof Count.Known(long value)) {
      json.writeNumberField(name, value);
    }
  }

  /** Drains of listeners. */
  static Response listenerDrains(List<ListenerDrainReport> reports) {
    return json(200, json -> write(json, "drains", reports));
  }

  private static void write(JsonGenerator json, String name, List<ListenerDrainReport> reports)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (ListenerDrainReport report : reports) {
      json.writeStartObject();
      JsonLine.fields(json, report.fields());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static Response forbidden() {
    return error(403, NO_TOKEN);
  }

  /** The kubelet takes this for success too, so it is also counted and logged. */
  static Response hookRejected() {
    return json(
        403,
        json -> {
          json.writeStringField(VerdictFields.VERDICT, Outcome.REFUSED.wireName());
          json.writeStringField("error", NO_TOKEN);
        });
  }

  /** A response with one sentence for the operator, as JSON. */
  static Response error(int status, String sentence) {
    return json(status, json -> json.writeStringField("error", sentence));
  }

  /** The response to a method that the path doesn't allow (RFC 9110, 15.5.6). */
  static Response notAllowed(String allowed) {
    Response error = error(405, "Allowed here is " + allowed + ".");
    return new Response(405, error.type(), Map.of("Allow", allowed), error.body());
  }

  /** The bytes on the wire; the response to a HEAD is not {@code whole} (RFC 9110, 9.3.2). */
  byte[] bytes(boolean whole) {
    byte[] content = body.getBytes(UTF_8);
    StringBuilder head = new StringBuilder();
    head.append("HTTP/1.1 ").append(status).append(' ').append(reason());
    head.append("\r\nContent-Type: ").append(type);
    head.append("\r\nContent-Length: ").append(content.length).append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Cache-Control: no-store\r\nConnection: close\r\n\r\n");
    ByteArrayOutputStream all = new ByteArrayOutputStream(head.length() + content.length);
    all.writeBytes(head.toString().getBytes(ISO_8859_1));
    if (whole) {
      all.writeBytes(content);
    }
    return all.toByteArray();
  }

  private String reason() {
    return switch (status) {
      case 200 -> "OK";
      case 202 -> "Accepted";
      case 400 -> "Bad Request";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 409 -> "Conflict";
      case 411 -> "Length Required";
      case 413 -> "Content Too Large";
      case 417 -> "Expectation Failed";
      case 431 -> "Request Header Fields Too Large";
      case 500 -> "Internal Server Error";
      case 503 -> "Service Unavailable";
      default -> "Error";
    };
  }
}
