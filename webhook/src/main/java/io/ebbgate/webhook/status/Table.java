package io.ebbgate.webhook.status;

import io.ebbgate.core.verdict.Count;
import io.ebbgate.webhook.review.OneLine;
import io.ebbgate.webhook.status.Row.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rows as kubectl prints them, and a line that counts them all. */
final class Table {
  /** So many that are gone are shown; all are counted. */
  private static final int MOST_GONE = 10;

  private static final String NONE = "-";
  private static final String UNKNOWN = "?";
  private static final String GAP = "   ";
  private static final List<String> HEAD =
      List.of(
          "NAMESPACE",
          "POD",
          "PHASE",
          "CONNECTIONS",
          "REQUESTS",
          "HELD",
          "LEFT",
          "VERDICT",
          "GONE");

  private Table() {}

  /**
   * The lines.
   *
   * @param all whether pods that just serve are among them
   */
  static List<String> of(Facts facts, Scope scope, boolean all) {
    List<Row> there = Rows.there(facts);
    List<Row> gone = Rows.gone(facts);
    List<List<String>> cells =
        Stream.concat(
                there.stream().filter(row -> all || row.telling()), gone.stream().limit(MOST_GONE))
            .map(row -> cells(row, facts.at()))
            .toList();
    List<String> lines = new ArrayList<>();
    if (!cells.isEmpty()) {
      lines.addAll(aligned(cells, scope.namespace().isEmpty() ? 0 : 1));
    }
    lines.add(Summary.of(there, gone, scope));
    return lines;
  }

  private static List<String> cells(Row row, Instant now) {
    return List.of(
        row.pod().namespace(),
        row.pod().name(),
        row.phase(),
        count(row.connections()),
        count(row.requests()),
        row.held().map(Table::time).orElse(timed(row) ? UNKNOWN : NONE),
        row.left().map(Table::time).orElse(running(row) ? UNKNOWN : NONE),
        row.verdict().map(verdict -> verdict.wireName()).orElse(NONE),
        row.gone().map(at -> time(Duration.between(at, now)) + " ago").orElse(NONE));
  }

  /** Whether it has a drain, or may have one. */
  private static boolean timed(Row row) {
    return switch (row.state()) {
      case DRAINING, RELEASED, ENDED, UNKNOWN, GONE -> true;
      case SERVING, NOT_RUNNING -> false;
    };
  }

  /** Whether it has a drain that runs, or may have one. */
  private static boolean running(Row row) {
    return row.state() == State.DRAINING || row.state() == State.UNKNOWN;
  }

  private static String count(Count count) {
    return switch (count) {
      case Count.Known(long value) -> Long.toString(value);
      case Count.Unknown _ -> UNKNOWN;
    };
  }

  /** As kubectl writes it, in one or two units: {@code 41s}, {@code 2m5s}, {@code 3h10m}. */
  static String time(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return seconds / 60 + "m" + (seconds % 60 == 0 ? "" : seconds % 60 + "s");
    }
    long minutes = seconds / 60;
    return minutes / 60 + "h" + (minutes % 60 == 0 ? "" : minutes % 60 + "m");
  }

  private static List<String> aligned(List<List<String>> cells, int from) {
    List<List<String>> all = new ArrayList<>(List.of(HEAD));
    all.addAll(cells);
    int[] widths =
        IntStream.range(0, HEAD.size())
            .map(column -> all.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    return all.stream().map(row -> line(row, widths, from)).toList();
  }

  private static String line(List<String> cells, int[] widths, int from) {
    StringBuilder line = new StringBuilder();
    for (int column = from; column < cells.size(); column++) {
      line.append(cells.get(column)).repeat(' ', widths[column] - cells.get(column).length());
      line.append(GAP);
    }
    // The pod's name in an Event is whatever its writer wrote.
    return OneLine.of(line.toString().stripTrailing());
  }
}
