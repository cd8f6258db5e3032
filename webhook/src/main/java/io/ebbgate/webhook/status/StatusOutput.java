package io.ebbgate.webhook.status;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.webhook.review.OneLine;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Prints snapshots, one after the other. */
public abstract sealed class StatusOutput {
  final PrintStream out;
  private final PrintStream err;
  private Optional<String> lastWarning = Optional.empty();

  private StatusOutput(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Prints a snapshot. */
  public abstract void print(StatusSnapshot snapshot);

  /** Ends the output after the last snapshot. */
  public void end() {}

  /** Prints a warning once, not with every snapshot. */
  void warn(StatusSnapshot snapshot) {
    if (!snapshot.warning().equals(lastWarning)) {
      snapshot.warning().ifPresent(sentence -> err.println(OneLine.of(sentence)));
      lastWarning = snapshot.warning();
    }
  }

  /** A JSON object a snapshot, indented or in one line. */
  public static final class Json extends StatusOutput {
    private final boolean indented;

    public Json(PrintStream out, PrintStream err, boolean indented) {
      super(out, err);
      this.indented = indented;
    }

    @Override
    public void print(StatusSnapshot snapshot) {
      warn(snapshot);
      ObjectNode json = StatusJson.of(snapshot);
      out.println(indented ? json.toPrettyString() : json.toString());
    }
  }

  /** A table for files, pipes and logs; another follows it when more than time has changed. */
  public static final class Tables extends StatusOutput {
    private final StatusTable table;
    private Optional<List<List<Object>>> printed = Optional.empty();

    public Tables(PrintStream out, PrintStream err, StatusTable table) {
      super(out, err);
      this.table = table;
    }

    @Override
    public void print(StatusSnapshot snapshot) {
      warn(snapshot);
      Optional<List<List<Object>>> now =
          Optional.of(
              Stream.concat(snapshot.rows().stream(), snapshot.deletedRows().stream())
                  .map(Tables::withoutTimes)
                  .toList());
      if (now.equals(printed)) {
        return;
      }
      if (printed.isPresent()) {
        out.println();
      }
      table.lines(snapshot).forEach(out::println);
      printed = now;
    }

    /** What a row shows that does not change by itself. */
    private static List<Object> withoutTimes(PodRow row) {
      return row.state() == PodRow.State.SERVING
          ? List.of(row.pod().uid(), row.phase())
          : List.of(row.pod().uid(), row.phase(), row.connections(), row.requests(), row.verdict());
    }
  }

  /**
   * A table that is updated in place on a terminal.
   *
   * <p>Writes each table over the one before in one write, each line at its row; lines clear the
   * rest of their row, the last one the rest of the screen (ECMA-48, 8.3.21, 8.3.41, 8.3.39). Rows
   * beyond the terminal's height land on its last row, so that it never scrolls and the totals are
   * always visible. No terminal setting has to be restored.
   */
  public static final class Terminal extends StatusOutput {
    private static final String CLEAR_LINE = "\033[K";
    private static final String CLEAR_BELOW = "\033[J";

    private final StatusTable table;

    public Terminal(PrintStream out, StatusTable table) {
      super(out, out);
      this.table = table;
    }

    @Override
    public void print(StatusSnapshot snapshot) {
      List<String> lines = new ArrayList<>(table.lines(snapshot));
      snapshot.warning().map(OneLine::of).ifPresent(lines::add);
      StringBuilder frame = new StringBuilder();
      for (int row = 1; row <= lines.size(); row++) {
        frame
            .append("\033[%d;1H%s".formatted(row, lines.get(row - 1)))
            .append(row < lines.size() ? CLEAR_LINE : CLEAR_BELOW);
      }
      out.print(frame);
      out.flush();
    }

    /** The shell's prompt comes below the table. */
    @Override
    public void end() {
      out.println();
    }
  }
}
