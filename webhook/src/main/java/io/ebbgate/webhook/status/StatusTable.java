package io.ebbgate.webhook.status;

import io.ebbgate.core.verdict.Count;
import io.ebbgate.webhook.status.PodRow.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Prints snapshots as tables in kubectl's layout, with a line of totals.
 *
 * @param selector of the pods; the namespace is a column if it selects all
 * @param all whether pods that only serve have a row
 * @param width of its lines at most, for which names are shortened; 0 for any
 */
public record StatusTable(PodSelector selector, boolean all, int width) {
  /** Rows of deleted pods at most; the totals count all of them. */
  private static final int MAX_DELETED_ROWS = 10;

  /** A shorter one tells no pod from another. */
  private static final int SHORTEST_NAME = 12;

  private static final String NONE = "-";
  private static final String UNKNOWN = "?";
  private static final List<String> HEADER =
      List.of("NAMESPACE", "POD", "PHASE", "CONNS", "REQS", "HELD", "LEFT", "VERDICT");

  /** The table's lines. */
  List<String> lines(StatusSnapshot snapshot) {
    List<PodRow> rows = snapshot.rows();
    List<PodRow> deleted = snapshot.deletedRows();
    List<List<String>> cells =
        Stream.concat(
                rows.stream()
                    .filter(row -> all || row.isNotable())
                    .sorted(PodRow.MOST_URGENT_FIRST),
                deleted.stream().limit(MAX_DELETED_ROWS))
            .map(row -> cells(row, snapshot.at()))
            .toList();
    List<String> lines = new ArrayList<>();
    if (!cells.isEmpty()) {
      int first = selector.namespace().isEmpty() ? 0 : 1;
      List<List<String>> table =
          Stream.concat(Stream.of(HEADER), cells.stream())
              .map(row -> row.subList(first, row.size()))
              .toList();
      lines.addAll(
          width == 0 ? TextTable.aligned(table) : TextTable.narrow(fitting(table, 2 - first)));
    }
    lines.add(totals(rows, deleted));
    return lines;
  }

  /** The same with the names in the first columns as short as they have to be. */
  private List<List<String>> fitting(List<List<String>> table, int names) {
    int excess = TextTable.narrowWidth(table) - width;
    List<List<String>> fitting = table;
    for (int column = names - 1; column >= 0 && excess > 0; column--) {
      int shortened = column;
      int longest = table.stream().mapToInt(row -> row.get(shortened).length()).max().orElse(0);
      int most = Math.max(SHORTEST_NAME, longest - excess);
      excess -= longest - most;
      fitting =
          fitting.stream()
              .map(row -> {
                List<String> cells = new ArrayList<>(row);
                cells.set(shortened, TextTable.shortened(cells.get(shortened), most));
                return List.copyOf(cells);
              })
              .toList();
    }
    return fitting;
  }

  /** {@code 3 serving, 2 draining, 4 gone (3 clean, 1 lingered)}. */
  private String totals(List<PodRow> rows, List<PodRow> deleted) {
    Map<State, Long> counts =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    PodRow::state, () -> new EnumMap<>(State.class), Collectors.counting()));
    List<String> parts = new ArrayList<>();
    counts.forEach((state, number) -> parts.add(number + " " + state.wireName()));
    if (!deleted.isEmpty()) {
      parts.add(deleted.size() + " " + State.DELETED.wireName() + verdicts(deleted));
    }
    return parts.isEmpty()
        ? "No injected pod" + selector.description() + "."
        : String.join(", ", parts);
  }

  private static String verdicts(List<PodRow> deleted) {
    return deleted.stream()
        .flatMap(row -> row.verdict().stream())
        .collect(Collectors.groupingBy(each -> each, TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(each -> each.getValue() + " " + each.getKey().wireName())
        .collect(Collectors.joining(", ", " (", ")"));
  }

  private static List<String> cells(PodRow row, Instant now) {
    return List.of(
        row.pod().namespace(),
        row.pod().name(),
        row.deletedAt()
            .map(at -> row.phase() + " " + time(Duration.between(at, now)))
            .orElse(row.phase()),
        count(row.connections()),
        count(row.requests()),
        row.hold().map(StatusTable::time).orElse(mayHaveDrained(row) ? UNKNOWN : NONE),
        row.remaining().map(StatusTable::time).orElse(mayBeDraining(row) ? UNKNOWN : NONE),
        row.verdict().map(verdict -> verdict.wireName()).orElse(NONE));
  }

  private static boolean mayHaveDrained(PodRow row) {
    return switch (row.state()) {
      case DRAINING, RELEASED, ENDED, UNKNOWN, DELETED -> true;
      case SERVING, NOT_RUNNING -> false;
    };
  }

  private static boolean mayBeDraining(PodRow row) {
    return row.state() == State.DRAINING || row.state() == State.UNKNOWN;
  }

  private static String count(Count count) {
    return switch (count) {
      case Count.Known(long value) -> Long.toString(value);
      case Count.Unknown _ -> UNKNOWN;
    };
  }

  /** As kubectl prints it, in one or two units: {@code 41s}, {@code 2m5s}, {@code 3h10m}. */
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
}
