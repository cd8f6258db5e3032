package io.ebbgate.webhook.switchover;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A switchover as JSON; every field is always there, and null where its value is unknown. */
final class SwitchoverJson {
  private SwitchoverJson() {}

  /** What came of it. */
  static ObjectNode of(
      String namespace, String workload, String listener, SwitchoverResult result) {
    ObjectNode json = head(namespace, workload, listener);
    json.put("outcome", result.outcome());
    json.put("exitCode", result.end().exitCode());
    json.put("sentence", result.sentence());
    json.put("tookMillis", result.took().toMillis());
    put(json, "keptOutMillis", result.keptOut().map(Duration::toMillis));
    if (result.commandExit().isPresent()) {
      json.put("commandExitCode", result.commandExit().getAsInt());
    } else {
      json.putNull("commandExitCode");
    }
    ArrayNode pods = json.putArray("pods");
    for (SwitchoverResult.PodResult pod : result.pods()) {
      ObjectNode each = pods.addObject();
      each.put("pod", pod.pod());
      each.put("there", pod.there());
      each.put("closed", pod.closed());
      each.put("closedWorking", pod.closedWorking());
      each.put("came", pod.came());
      each.put("released", pod.released());
      put(each, "toOld", pod.toOld());
      put(each, "toNew", pod.toNew());
    }
    ArrayNode notes = json.putArray("notes");
    result.notes().forEach(notes::add);
    return json;
  }

  /** What a dry run found. */
  static ObjectNode ofDryRun(
      String namespace, String workload, String listener, List<PodCheck> checks, String way) {
    ObjectNode json = head(namespace, workload, listener);
    json.put("outcome", "dry_run");
    json.put("by", way);
    ArrayNode pods = json.putArray("pods");
    for (PodCheck check : checks) {
      ObjectNode each = pods.addObject();
      each.put("pod", check.pod().name());
      put(each, "there", check.connections().map(PodCheck.Connections::there));
      put(each, "working", check.connections().map(PodCheck.Connections::working));
      each.put("busy", check.busy());
      put(each, "problem", CheckReport.problem(check));
      ArrayNode clusters = each.putArray("clusters");
      check.route().ifPresent(route -> route.clusters().forEach(clusters::add));
    }
    return json;
  }

  private static ObjectNode head(String namespace, String workload, String listener) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("namespace", namespace);
    json.put("workload", workload);
    json.put("listener", listener);
    return json;
  }

  private static void put(ObjectNode json, String name, Optional<?> value) {
    switch (value.orElse(null)) {
      case null -> json.putNull(name);
      case Long number -> json.put(name, number);
      case Object text -> json.put(name, text.toString());
    }
  }
}
