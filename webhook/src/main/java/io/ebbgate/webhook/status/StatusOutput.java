package io.ebbgate.webhook.status;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.webhook.review.OneLine;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Prints snapshots, one after the other. */
public abstract sealed class StatusOutput {
  private final PrintStream err;
  private Optional<String> lastWarning = Optional.empty();

  private StatusOutput(PrintStream err) {
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

  /** A table for files, pipes and logs; another follows it when more than time has changed. */
  public static StatusOutput tables(
      PrintStream out, PrintStream err, PodSelector selector, boolean all) {
    return new Tables(out, err, selector, all);
  }

  /** A table that is updated in place on a terminal. */
  public static StatusOutput terminal(PrintStream out, PodSelector selector, boolean all) {
    return new Terminal(out, selector, all);
  }

  /** An indented JSON object. */
  public static StatusOutput json(PrintStream out, PrintStream err) {
    return new Json(out, err, ObjectNode::toPrettyString);
  }

  /** A JSON object a line. */
  public static StatusOutput jsonLines(PrintStream out, PrintStream err) {
    return new Json(out, err, ObjectNode::toString);
  }

  private static final class Json extends StatusOutput {
    private final PrintStream out;
    private final Function<ObjectNode, String> format;

    private Json(PrintStream out, PrintStream err, Function<ObjectNode, String> format) {
      super(err);
      this.out = out;
      this.format = format;
    }

    @Override
    public void print(StatusSnapshot snapshot) {
      warn(snapshot);
      out.println(format.apply(StatusJson.of(snapshot)));
    }
  }

  private static final class Tables extends StatusOutput {
    /** A row without its times, which change by themselves. */
    private record Timeless(
        String uid, String phase, Count connections, Count requests, String verdict) {
      private static Timeless of(PodRow row) {
        return new Timeless(
            row.pod().uid(),
            row.phase(),
            row.connections(),
            row.requests(),
            row.verdict().map(verdict -> verdict.wireName()).orElse(""));
      }
    }

    private final PrintStream out;
    private final PodSelector selector;
    private final boolean all;
    private Optional<List<Timeless>> printed = Optional.empty();

    private Tables(PrintStream out, PrintStream err, PodSelector selector, boolean all) {
      super(err);
      this.out = out;
      this.selector = selector;
      this.all = all;
    }

    @Override
    public void print(StatusSnapshot snapshot) {
      warn(snapshot);
      Optional<List<Timeless>> now =
          Optional.of(
              Stream.concat(snapshot.rows().stream(), snapshot.deletedRows().stream())
                  .map(Timeless::of)
                  .toList());
      if (now.equals(printed)) {
        return;
      }
      if (printed.isPresent()) {
        out.println();
      }
      StatusTable.lines(snapshot, selector, all).forEach(out::println);
      printed = now;
    }
  }

  /**
   * Writes each table over the one before in one write, each line at its row; lines clear the rest
   * of their row, the last one the rest of the screen (ECMA-48, 8.3.21, 8.3.41, 8.3.39). Rows
   * beyond the terminal's height land on its last row, so that it never scrolls and the totals are
   * always visible. No terminal setting has to be restored.
   */
  private static final class Terminal extends StatusOutput {
    private static final String CLEAR_LINE = "\033[K";
    private static final String CLEAR_BELOW = "\033[J";

    private final PrintStream out;
    private final PodSelector selector;
    private final boolean all;

    private Terminal(PrintStream out, PodSelector selector, boolean all) {
      super(out);
      this.out = out;
      this.selector = selector;
      this.all = all;
    }

    @Override
    public void print(StatusSnapshot snapshot) {
      List<String> lines = new ArrayList<>(StatusTable.lines(snapshot, selector, all));
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
