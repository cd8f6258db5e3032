package io.ebbgate.tool.wso2;

import static io.ebbgate.tool.demo.MarkdownTable.bold;
import static io.ebbgate.tool.demo.MarkdownTable.causes;
import static io.ebbgate.tool.demo.MarkdownTable.grouped;
import static io.ebbgate.tool.demo.MarkdownTable.head;
import static io.ebbgate.tool.demo.MarkdownTable.row;
import static io.ebbgate.tool.demo.MarkdownTable.seconds;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.tool.demo.MarkdownTable;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@code wso2.json}, everything that is known, and {@code wso2.md}, what people read. */
final class RuntimeText {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final List<String> HEADER =
      List.of(
          "drain",
          "failed",
          "of",
          "severed",
          "how",
          "roll",
          "each pod",
          "hold of the hook",
          "wait of the script",
          "router, policy engine, executor",
          "in order",
          "failed hooks");

  private RuntimeText() {}

  static String json(RuntimeRestart restart) throws JsonProcessingException {
    ObjectNode root = JSON.createObjectNode();
    restart.where().write(root.putObject("environment"));
    root.put("rate", restart.load().rate());
    ArrayNode kinds = root.putArray("kinds");
    restart.load().kinds().forEach(kind -> kinds.add(kind.wireName()));
    ArrayNode steps = root.putArray("rates_tried");
    for (SteadyRate.Step step : restart.steady().steps()) {
      steps
          .addObject()
          .put("rate", step.rate())
          .put("failed", step.failed())
          .put("p50_ms", step.latency().p50().toNanos() / 1e6)
          .put("p99_ms", step.latency().p99().toNanos() / 1e6)
          .put("steady", step.steady());
    }
    ArrayNode results = root.putArray("results");
    restart.rolls().forEach(roll -> write(results.addObject(), roll));
    return JSON.writeValueAsString(root) + "\n";
  }

  private static void write(ObjectNode node, RuntimeRoll roll) {
    node.put("drain", roll.drain().title().replace("`", ""));
    node.put("requests", roll.requests());
    node.put("failed", roll.failed());
    node.put("severed", roll.severed());
    ObjectNode causes = node.putObject("failed_by_cause");
    roll.failures().forEach((ending, count) -> causes.put(ending.wireName(), count));
    node.put("roll_seconds", inSeconds(roll.roll()));
    node.put("p50_ms", roll.latency().p50().toNanos() / 1e6);
    node.put("p99_ms", roll.latency().p99().toNanos() / 1e6);
    node.put("failed_prestop_hooks", roll.failedHooks());
    node.put("load_average", Math.round(roll.loadAverage() * 10) / 10.0);
    ArrayNode pods = node.putArray("pods");
    roll.pods().forEach(pod -> write(pods.addObject(), pod));
  }

  private static void write(ObjectNode node, RuntimeRoll.PodEnd pod) {
    node.put("terminating_seconds", inSeconds(pod.terminating()));
    if (!pod.verdict().isEmpty()) {
      node.put("verdict", pod.verdict()).put("hold_seconds", inSeconds(pod.hold()));
    }
    node.put("script_waited_seconds", inSeconds(pod.log().drained()));
    node.put("stopped_in_seconds", inSeconds(pod.log().stopped()));
    node.put("in_order", pod.log().endedInOrder());
    ObjectNode steps = node.putObject("steps");
    pod.log().steps().forEach(step -> steps.put(step.what(), step.at().toString()));
    pod.log().engine().ifPresent(engine -> node.put("policy_engine_at_its_end", engine));
  }

  static String markdown(RuntimeRestart restart) {
    StringBuilder text = new StringBuilder();
    text.append(
        "Two gateway runtimes are replaced, one after the other; clients never try again. ");
    text.append(
        restart.load().kinds().stream()
            .map(kind -> kind.wireName().replace('_', ' '))
            .collect(
                Collectors.joining(
                    ", ",
                    "%d requests a second, half of the highest rate that was steady without a restart: "
                        .formatted(restart.load().rate()),
                    ".\n\n")));
    text.append(head(HEADER));
    restart.rolls().forEach(roll -> text.append(row(cells(roll))));
    text.append("\nRates tried without a restart: ");
    text.append(
        restart.steady().steps().stream()
            .map(step ->
                String.format(
                    Locale.ROOT,
                    "%d a second, median %.0f ms, p99 %.0f ms, %d failed",
                    step.rate(),
                    step.latency().p50().toNanos() / 1e6,
                    step.latency().p99().toNanos() / 1e6,
                    step.failed()))
            .collect(Collectors.joining("; ", "", ".\n")));
    text.append('\n').append(restart.where().line()).append(".\n");
    return text.toString();
  }

  private static List<String> cells(RuntimeRoll roll) {
    List<String> cells =
        List.of(
            roll.drain().title(),
            grouped(roll.failed()),
            grouped(roll.requests()),
            grouped(roll.severed()),
            causes(roll.failures()),
            seconds(roll.roll()),
            each(roll, RuntimeRoll.PodEnd::terminating),
            each(roll, RuntimeRoll.PodEnd::hold),
            each(roll, pod -> pod.log().drained()),
            each(roll, pod -> pod.log().stopped()),
            roll.pods().stream().allMatch(pod -> pod.log().endedInOrder()) ? "yes" : "no",
            Long.toString(roll.failedHooks()));
    return roll.drain() == RuntimeDrain.EBBGATE ? bold(cells) : cells;
  }

  private static String each(RuntimeRoll roll, Function<RuntimeRoll.PodEnd, Duration> what) {
    return roll.pods().stream()
        .map(what)
        .map(MarkdownTable::seconds)
        .collect(Collectors.joining(", "));
  }

  private static double inSeconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }
}
