package io.ebbgate.webhook.status;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.config.Seconds;
import io.ebbgate.core.termination.PodIdentity;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.VerdictFields;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/**
 * A snapshot as JSON, with the field names of the sidecar's own status. Every field is always
 * present, and null if its value is unknown.
 */
final class StatusJson {
  private StatusJson() {}

  /** One object with all pods, those that only serve too. */
  static ObjectNode of(StatusSnapshot snapshot) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("at", snapshot.at().toString());
    ArrayNode pods = json.putArray("pods");
    snapshot.rows().forEach(row -> writeExisting(pods.addObject(), row));
    if (snapshot.pastDrains().isEmpty()) {
      json.putNull("gone");
    } else {
      ArrayNode gone = json.putArray("gone");
      snapshot.deletedRows().forEach(row -> writeDeleted(gone.addObject(), row));
    }
    return json;
  }

  private static void writeExisting(ObjectNode json, PodRow row) {
    writePod(json, row.pod());
    json.put("leaving", row.terminating());
    boolean known =
        switch (row.state()) {
          case SERVING, DRAINING, RELEASED -> true;
          case NOT_RUNNING, ENDED, UNKNOWN, DELETED -> false;
        };
    json.put("phase", known ? row.phase() : null);
    json.put("problem", known ? null : row.phase());
    writeDrain(json, row);
    writeSeconds(json, "leftSeconds", row.remaining());
  }

  private static void writeDeleted(ObjectNode json, PodRow row) {
    writePod(json, row.pod());
    json.put("at", row.deletedAt().map(Object::toString).orElse(null));
    writeDrain(json, row);
  }

  private static void writePod(ObjectNode json, PodIdentity pod) {
    json.put("namespace", pod.namespace());
    json.put("pod", pod.name());
    json.put(
        "workload",
        pod.workload().isEmpty() ? null : PodSelector.title(pod.workloadKind(), pod.workload()));
  }

  private static void writeDrain(ObjectNode json, PodRow row) {
    json.put(VerdictFields.VERDICT, row.verdict().map(verdict -> verdict.wireName()).orElse(null));
    writeCount(json, VerdictFields.CONNECTIONS, row.connections());
    writeCount(json, VerdictFields.REQUESTS, row.requests());
    writeSeconds(json, VerdictFields.HOLD_SECONDS, row.hold());
    writeSeconds(json, VerdictFields.BUDGET_SECONDS, row.budget());
  }

  private static void writeCount(ObjectNode json, String name, Count count) {
    switch (count) {
      case Count.Known(long value) -> json.put(name, value);
      case Count.Unknown _ -> json.putNull(name);
    }
  }

  private static void writeSeconds(ObjectNode json, String name, Optional<Duration> duration) {
    json.put(
        name, duration.map(Seconds::of).map(Seconds::toString).map(BigDecimal::new).orElse(null));
  }
}
