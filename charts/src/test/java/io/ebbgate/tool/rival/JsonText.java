package io.ebbgate.tool.rival;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.webhook.load.Latency;
import java.time.Duration;

/** {@code results.json}: everything that is known. Unknown fields are omitted. */
final class JsonText {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private JsonText() {}

  static String of(Comparison comparison) throws JsonProcessingException {
    ObjectNode root = JSON.createObjectNode();
    comparison.where().write(root.putObject("environment"));
    ObjectNode load = root.putObject("load").put("rate", comparison.load().rate());
    ArrayNode kinds = load.putArray("kinds");
    comparison.load().kinds().forEach(kind -> kinds.add(kind.wireName()));
    root.put("rounds", comparison.rounds());
    ArrayNode results = root.putArray("results");
    comparison.results().forEach(result -> write(results.addObject(), result));
    return JSON.writeValueAsString(root) + "\n";
  }

  private static void write(ObjectNode node, Result result) {
    node.put("drain", result.rival().title().replace("`", ""));
    node.put("requests", result.requests());
    node.put("failed", result.failed());
    node.put("severed", result.severedInAll());
    ObjectNode causes = node.putObject("failed_by_cause");
    result.failures().forEach((ending, count) -> causes.put(ending.wireName(), count));
    ObjectNode severed = node.putObject("severed_by_kind");
    result.severed().forEach((kind, count) -> severed.put(kind.wireName(), count));
    node.put("roll_seconds", seconds(result.roll()));
    ArrayNode holds = node.putArray("holds");
    result.holds().forEach(hold -> write(holds.addObject(), hold));
    write(node.putObject("latency_in_roll"), result.rolling());
    write(node.putObject("latency_steady"), result.steady());
    node.put("p99_in_roll_over_steady", Math.round(result.slower() * 100) / 100.0);
    node.put("failed_prestop_hooks", result.failedHooks());
    result
        .memory()
        .ifPresent(memory -> {
          node.put("helper_resident_bytes", memory.resident());
          node.put("helper_anonymous_bytes", memory.anonymous());
        });
  }

  private static void write(ObjectNode node, Result.PodTermination hold) {
    node.put("leaving_seconds", seconds(hold.terminating()));
    hold.verdict().ifPresent(verdict -> node.put("verdict_seconds", seconds(verdict)));
  }

  private static void write(ObjectNode node, Latency latency) {
    node.put("requests", latency.count());
    node.put("p50_ms", latency.p50().toNanos() / 1e6);
    node.put("p99_ms", latency.p99().toNanos() / 1e6);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }
}
