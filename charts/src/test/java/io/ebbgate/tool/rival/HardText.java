package io.ebbgate.tool.rival;

import static io.ebbgate.tool.demo.MarkdownTable.bold;
import static io.ebbgate.tool.demo.MarkdownTable.grouped;
import static io.ebbgate.tool.demo.MarkdownTable.head;
import static io.ebbgate.tool.demo.MarkdownTable.row;
import static io.ebbgate.tool.demo.MarkdownTable.seconds;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.webhook.load.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code hard-load.json}, everything that is known, and {@code hard-load.md}, what the docs show.
 */
final class HardText {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** A column for kinds that share one. */
  private record Column(String title, Set<Kind> kinds) {
    String cell(HardResult result) {
      long lost = sum(result, Work::lost);
      long severed = sum(result, Work::severed);
      return lost + severed == 0 ? "0" : lost + " + " + severed;
    }

    private long sum(HardResult result, ToLongFunction<Work> count) {
      return result.work().stream()
          .filter(work -> kinds.contains(work.kind()))
          .mapToLong(count)
          .sum();
    }
  }

  private static final List<Column> COLUMNS =
      List.of(
          new Column("WebSockets", EnumSet.of(Kind.WEBSOCKET)),
          new Column("20 s answers", EnumSet.of(Kind.LONG_ANSWER)),
          new Column("gRPC streams", EnumSet.of(Kind.GRPC)),
          new Column("health checks", EnumSet.of(Kind.HEALTH_CHECK)),
          new Column(
              "other requests",
              EnumSet.of(Kind.KEEP_ALIVE, Kind.NEW_CONNECTION, Kind.IDLE, Kind.HTTP2)),
          new Column("database sessions", EnumSet.of(Kind.DATABASE, Kind.DATABASE_IDLE)));

  private HardText() {}

  static String json(HardLoad load) throws JsonProcessingException {
    ObjectNode root = JSON.createObjectNode();
    load.where().write(root.putObject("environment"));
    root.put("clients", load.clients());
    ArrayNode results = root.putArray("results");
    load.results().forEach(result -> write(results.addObject(), result));
    return JSON.writeValueAsString(root) + "\n";
  }

  private static void write(ObjectNode node, HardResult result) {
    node.put("drain", title(result));
    node.put("failed", result.failed());
    node.put("severed", result.severed());
    node.put("severed_without_end", result.severedEndless());
    node.put("seconds", result.time().toMillis() / 1e3);
    node.put("failed_prestop_hooks", result.failedHooks());
    node.put("load_average", Math.round(result.loadAverage() * 10) / 10.0);
    ObjectNode kinds = node.putObject("work");
    for (Work work : result.work()) {
      kinds
          .putObject(work.kind().wireName())
          .put("done", work.done())
          .put("lost", work.lost())
          .put("severed", work.severed())
          .put("reconnected", work.reconnected());
    }
    if (!result.verdicts().isEmpty()) {
      ArrayNode verdicts = node.putArray("verdicts");
      result
          .verdicts()
          .forEach(each ->
              verdicts
                  .addObject()
                  .put("verdict", each.verdict())
                  .put("hold_seconds", each.hold().toMillis() / 1e3)
                  .put("connections_at_end", each.connections())
                  .put("cut_as_clients_saw", each.cut()));
    }
  }

  private static String title(HardResult result) {
    return result.rival().title().replace("`", "");
  }

  static String markdown(HardLoad load) {
    List<String> header = new ArrayList<>(List.of("drain", "failed", "severed", "done", "time"));
    COLUMNS.forEach(column -> header.add(column.title()));
    header.add("failed hooks");
    StringBuilder text = new StringBuilder();
    text.append(load.sentence()).append(' ').append(load.clients());
    text.append(" The numbers of each kind are lost + severed.\n\n");
    text.append(head(header));
    load.results().forEach(result -> text.append(row(cells(result))));
    load.results().stream().flatMap(HardText::verdicts).forEach(text::append);
    text.append('\n').append(load.where().line()).append(".\n");
    return text.toString();
  }

  private static List<String> cells(HardResult result) {
    Stream<String> numbers =
        Stream.of(
            result.rival().title(),
            Long.toString(result.failed()),
            Long.toString(result.severed()),
            grouped(result.done()),
            seconds(result.time()));
    Stream<String> kinds = COLUMNS.stream().map(column -> column.cell(result));
    List<String> cells =
        Stream.of(numbers, kinds, Stream.of(Long.toString(result.failedHooks())))
            .flatMap(each -> each)
            .toList();
    return result.rival() == Rival.EBBGATE ? bold(cells) : cells;
  }

  /** A sentence for a drain that reports verdicts. */
  private static Stream<String> verdicts(HardResult result) {
    return result.verdicts().isEmpty()
        ? Stream.empty()
        : Stream.of(
            result.verdicts().stream()
                .map(each ->
                    "`%s` after %s with %d connections left, of which clients saw %d cut"
                        .formatted(
                            each.verdict(), seconds(each.hold()), each.connections(), each.cut()))
                .collect(
                    Collectors.joining("; ", "\n" + title(result) + "'s two verdicts: ", ".\n")));
  }
}
