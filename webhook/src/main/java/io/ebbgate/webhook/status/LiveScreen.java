package io.ebbgate.webhook.status;

import io.ebbgate.webhook.review.OneLine;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A terminal, on which each picture takes the place of the one before: in one write, each line put
 * at its row, clearing what was behind it and the last what was below (ECMA-48, 8.3.21, 8.3.41,
 * 8.3.39). Rows that a terminal doesn't have are its last, so that it never scrolls, and the count
 * is always to be seen. Nothing has to be put back later.
 */
record LiveScreen(PrintStream out, Scope scope, boolean all) implements Screen {
  private static final String CLEAR_LINE = "\033[K";
  private static final String CLEAR_BELOW = "\033[J";

  @Override
  public void show(Facts facts) {
    List<String> lines = new ArrayList<>(Table.of(facts, scope, all));
    facts.trouble().map(OneLine::of).ifPresent(lines::add);
    StringBuilder frame = new StringBuilder();
    for (int row = 1; row <= lines.size(); row++) {
      frame
          .append("\033[%d;1H%s".formatted(row, lines.get(row - 1)))
          .append(row < lines.size() ? CLEAR_LINE : CLEAR_BELOW);
    }
    out.print(frame);
    out.flush();
  }

  /** What comes next begins below. */
  @Override
  public void end() {
    out.println();
  }
}
