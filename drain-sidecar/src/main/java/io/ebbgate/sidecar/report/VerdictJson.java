package io.ebbgate.sidecar.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ebbgate.core.contract.LogLine;
import io.ebbgate.core.drain.EnvoyVersion;
import io.ebbgate.core.drain.Verdict;
import io.ebbgate.sidecar.log.JsonLine;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A report as JSON, the same wherever it is told. {@link VerdictFields} has the names. */
public final class VerdictJson {
  private VerdictJson() {}

  /** The whole report. */
  public static String text(Report report) {
    return JsonLine.object(json -> fields(json, report, 3));
  }

  /**
   * The report in at most {@link VerdictFields#LIMIT} bytes: the notes are the first to go, then
   * the plan and the lists, and what is left always fits.
   */
  static String shortText(Report report) {
    int detail = detail(report, VerdictFields.LIMIT);
    return JsonLine.object(json -> fields(json, report, detail));
  }

  /** The report's fields into a line of the log, shortened in the same way. */
  static void lineFields(JsonGenerator json, Report report) throws IOException {
    fields(json, report, detail(report, LogLine.VERDICT));
  }

  private static int detail(Report report, int most) {
    int detail = 3;
    while (detail > 0 && length(report, detail) > most) {
      detail--;
    }
    return detail;
  }

  private static int length(Report report, int detail) {
    return JsonLine.object(json -> fields(json, report, detail)).getBytes(UTF_8).length;
  }

  /** The report's fields into an object at hand. */
  public static void fields(JsonGenerator json, Report report) throws IOException {
    fields(json, report, 3);
  }

  private static void fields(JsonGenerator json, Report report, int detail) throws IOException {
    json.writeStringField(VerdictFields.VERDICT, report.outcome().wireName());
    switch (report) {
      case Report.None _ -> json.writeBooleanField(VerdictFields.PROVISIONAL, false);
      case Report.Drained drained -> drained(json, drained, detail);
    }
  }

  private static void drained(JsonGenerator json, Report.Drained report, int detail)
      throws IOException {
    Verdict verdict = report.verdict();
    json.writeBooleanField(VerdictFields.PROVISIONAL, report.provisional());
    json.writeStringField(VerdictFields.TRIGGER, verdict.trigger().wireName());
    json.writeStringField(VerdictFields.STARTED_AT, report.startedAt().toString());
    json.writeNumberField(VerdictFields.HOLD_SECONDS, JsonLine.seconds(verdict.hold()));
    json.writeNumberField(VerdictFields.BUDGET_SECONDS, JsonLine.seconds(verdict.budget()));
    pair(json, VerdictFields.CONNECTIONS, verdict.connectionsAtStart(), verdict.connectionsAtEnd());
    pair(json, VerdictFields.REQUESTS, verdict.requestsAtStart(), verdict.requestsAtEnd());
    json.writeNumberField(VerdictFields.ADMIN_CALLS, verdict.adminCalls());
    json.writeNumberField(VerdictFields.ADMIN_FAILURES, verdict.adminFailures());
    phases(json, verdict.phases());
    if (detail >= 1) {
      list(
          json,
          VerdictFields.ACTIONS,
          verdict.actions().stream().map(action -> action.wireName()).toList());
      list(json, VerdictFields.SHRUNK, verdict.shrunk());
      envoy(json, verdict.plan().version());
    }
    if (detail >= 2) {
      json.writeStringField(VerdictFields.PLAN, verdict.plan().summary());
    }
    if (detail >= 3) {
      list(json, VerdictFields.NOTES, verdict.plan().notes());
    }
  }

  /** A phase that was interrupted appears once, with the sum: there are six words at the most. */
  private static void phases(JsonGenerator json, List<Verdict.PhaseTime> phases)
      throws IOException {
    Map<String, Duration> sums = new LinkedHashMap<>();
    phases.forEach(time -> sums.merge(time.phase(), time.lasted(), Duration::plus));
    json.writeObjectFieldStart(VerdictFields.PHASES);
    for (Map.Entry<String, Duration> sum : sums.entrySet()) {
      json.writeNumberField(sum.getKey(), JsonLine.seconds(sum.getValue()));
    }
    json.writeEndObject();
  }

  private static void pair(JsonGenerator json, String name, Count start, Count end)
      throws IOException {
    json.writeObjectFieldStart(name);
    count(json, VerdictFields.START, start);
    count(json, VerdictFields.END, end);
    json.writeEndObject();
  }

  private static void envoy(JsonGenerator json, Optional<EnvoyVersion> version) throws IOException {
    json.writeFieldName(VerdictFields.ENVOY);
    if (version.isPresent()) {
      json.writeString(version.get().toString());
    } else {
      json.writeNull();
    }
  }

  static void count(JsonGenerator json, String name, Count count) throws IOException {
    json.writeFieldName(name);
    switch (count) {
      case Count.Known(long value) -> json.writeNumber(value);
      case Count.Unknown _ -> json.writeNull();
    }
  }

  private static void list(JsonGenerator json, String name, List<String> texts) throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }
}
