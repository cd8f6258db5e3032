package io.ebbgate.webhook.rollout;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.WireName;
import io.ebbgate.webhook.load.Latency;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The result for programs; every field is always there, null where its value is unknown. */
final class ResultJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ResultJson() {}

  static ObjectNode of(
      TestedWorkload workload, String target, TestResult result, List<String> advice) {
    ObjectNode json =
        JSON.objectNode()
            .put("namespace", workload.namespace())
            .put("workload", workload.title())
            .put("target", target)
            .put("result", WireName.of(result.end()))
            .put("sent", result.sent())
            .put("lost", result.lost())
            .put("severed", result.severed());
    put(json, "rolloutSeconds", result.replaced().flatMap(to -> result.rollout().map(to::minus)));
    ArrayNode kinds = json.putArray("kinds");
    result.kinds().forEach(each -> kinds.add(kind(each)));
    ArrayNode pods = json.putArray("pods");
    result.pods().forEach(each -> pods.add(pod(each)));
    ArrayNode lines = json.putArray("advice");
    advice.forEach(lines::add);
    ArrayNode notes = json.putArray("notes");
    result.notes().forEach(notes::add);
    return json;
  }

  private static ObjectNode kind(KindResult kind) {
    ObjectNode json =
        JSON.objectNode()
            .put("kind", kind.kind().wireName())
            .put("sent", kind.sent())
            .put("lost", kind.lost())
            .put("severed", kind.severed())
            .put("told", kind.told());
    put(json, "p50Before", p50(kind.before()));
    put(json, "p99Before", p99(kind.before()));
    put(json, "p50", p50(kind.during()));
    put(json, "p99", p99(kind.during()));
    ObjectNode causes = json.putObject("causes");
    kind.endings().forEach((ending, count) -> causes.put(ending.wireName(), count));
    return json;
  }

  private static Optional<Duration> p50(Latency latency) {
    return latency.count() == 0 ? Optional.empty() : Optional.of(latency.p50());
  }

  private static Optional<Duration> p99(Latency latency) {
    return latency.count() == 0 ? Optional.empty() : Optional.of(latency.p99());
  }

  private static ObjectNode pod(PodResult pod) {
    ObjectNode json = JSON.objectNode().put("pod", pod.name()).put("old", pod.old());
    put(json, "readySeconds", pod.ready());
    put(json, "deletedSeconds", pod.deleted());
    put(json, "goneSeconds", pod.gone());
    pod.verdict()
        .map(Outcome::wireName)
        .ifPresentOrElse(word -> json.put("verdict", word), () -> json.putNull("verdict"));
    return json;
  }

  private static void put(ObjectNode json, String field, Optional<Duration> time) {
    time.ifPresentOrElse(each -> json.put(field, each.toNanos() / 1e9), () -> json.putNull(field));
  }
}
