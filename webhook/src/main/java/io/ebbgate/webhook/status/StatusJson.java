package io.ebbgate.webhook.status;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.termination.PodIdentity;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.VerdictFields;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;

/**
 * The rows for programs, in the words of the sidecar's own status. Each field is always there, and
 * null where nobody knows it.
 */
final class StatusJson {
  private StatusJson() {}

  /** One object; pods that just serve are in it. */
  static ObjectNode of(Facts facts) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("at", facts.at().toString());
    ArrayNode pods = json.putArray("pods");
    Rows.there(facts).forEach(row -> there(pods.addObject(), row));
    if (facts.past().isEmpty()) {
      json.putNull("gone");
    } else {
      ArrayNode gone = json.putArray("gone");
      Rows.gone(facts).forEach(row -> gone(gone.addObject(), row));
    }
    return json;
  }

  private static void there(ObjectNode json, Row row) {
    pod(json, row.pod());
    json.put("leaving", row.leaving());
    boolean known =
        switch (row.state()) {
          case SERVING, DRAINING, RELEASED -> true;
          case NOT_RUNNING, ENDED, UNKNOWN, GONE -> false;
        };
    json.put("phase", known ? row.phase() : null);
    json.put("problem", known ? null : row.phase());
    drain(json, row);
    seconds(json, "leftSeconds", row.left());
  }

  private static void gone(ObjectNode json, Row row) {
    pod(json, row.pod());
    json.put("at", row.gone().map(Object::toString).orElse(null));
    drain(json, row);
  }

  private static void pod(ObjectNode json, PodIdentity pod) {
    json.put("namespace", pod.namespace());
    json.put("pod", pod.name());
    json.put(
        "workload",
        pod.workload().isEmpty() ? null : WorkloadName.title(pod.workloadKind(), pod.workload()));
  }

  private static void drain(ObjectNode json, Row row) {
    json.put(VerdictFields.VERDICT, row.verdict().map(verdict -> verdict.wireName()).orElse(null));
    count(json, VerdictFields.CONNECTIONS, row.connections());
    count(json, VerdictFields.REQUESTS, row.requests());
    seconds(json, VerdictFields.HOLD_SECONDS, row.held());
    seconds(json, VerdictFields.BUDGET_SECONDS, row.budget());
  }

  private static void count(ObjectNode json, String name, Count count) {
    switch (count) {
      case Count.Known(long value) -> json.put(name, value);
      case Count.Unknown _ -> json.putNull(name);
    }
  }

  private static void seconds(ObjectNode json, String name, Optional<Duration> duration) {
    json.put(
        name,
        duration
            .map(time -> BigDecimal.valueOf(time.toNanos(), 9).setScale(3, RoundingMode.HALF_UP))
            .orElse(null));
  }
}
