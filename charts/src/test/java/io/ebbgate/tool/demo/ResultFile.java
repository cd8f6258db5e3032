package io.ebbgate.tool.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.tool.load.Tally;
import io.ebbgate.webhook.load.Latency;
import java.time.Duration;
import java.util.List;

/** {@code result.json}: what was measured, and where, for machines. */
final class ResultFile {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private ResultFile() {}

  static String text(
      RollResult without, RollResult with, List<String> faults, Environment environment)
      throws JsonProcessingException {
    ObjectNode root = JSON.createObjectNode();
    write(root.putObject("without"), without);
    write(root.putObject("with"), with);
    ArrayNode verdicts = root.withObject("/with").putArray("verdicts");
    with.holds().forEach(hold -> verdicts.add(hold.verdict()));
    faults.forEach(root.putArray("faults")::add);
    root.set("environment", JSON.valueToTree(environment));
    return JSON.writeValueAsString(root) + "\n";
  }

  private static void write(ObjectNode node, RollResult run) {
    Tally tally = run.tally();
    node.put("requests", tally.requests());
    node.put("failed", tally.failed());
    node.put("severed", tally.severed());
    ObjectNode causes = node.putObject("failed_by_cause");
    tally.failures().forEach((ending, count) -> causes.put(ending.wireName(), count));
    ObjectNode harmless = node.putObject("harmless");
    run.cleanCloses().forEach((close, count) -> harmless.put(close.wireName(), count));
    node.put("seconds", seconds(run.length()));
    node.put("roll_seconds", seconds(run.roll()));
    write(node.putObject("latency_in_roll"), tally.inside());
    write(node.putObject("latency_out_of_roll"), tally.outside());
    ArrayNode holds = node.putArray("holds");
    for (DemoPod.Result pod : run.pods()) {
      pod.hold().ifPresent(hold -> write(holds.addObject().put("pod", pod.name()), hold));
    }
  }

  private static void write(ObjectNode node, PreStopHold hold) {
    node.put("verdict", hold.verdict());
    node.put("hold_seconds", seconds(hold.length()));
    node.put("last_work_seconds", seconds(Duration.ofNanos(hold.lastWork() - hold.began())));
    node.put("after_last_work_ms", hold.afterLastWork().toMillis());
  }

  private static void write(ObjectNode node, Latency latency) {
    node.put("requests", latency.count());
    node.put("p50_ms", millis(latency.p50()));
    node.put("p99_ms", millis(latency.p99()));
  }

  private static double seconds(Duration duration) {
    return Math.round(duration.toNanos() / 1e6) / 1e3;
  }

  private static double millis(Duration duration) {
    return Math.round(duration.toNanos() / 1e3) / 1e3;
  }
}
