package io.ebbgate.webhook.status;

import io.ebbgate.core.verdict.Count;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Stream;

/** For a file, a pipe, a log: what was printed stays. */
final class PlainScreen implements Screen {
  /** What makes a row another one; time passes anyhow. */
  private record Gist(String uid, String phase, Count connections, Count requests, String verdict) {
    static Gist of(Row row) {
      return new Gist(
          row.pod().uid(),
          row.phase(),
          row.connections(),
          row.requests(),
          row.verdict().map(verdict -> verdict.wireName()).orElse(""));
    }
  }

  private final PrintStream out;
  private final Complaints complaints;
  private final Scope scope;
  private final boolean all;
  private List<Gist> before = List.of();
  private boolean shown;

  PlainScreen(PrintStream out, Complaints complaints, Scope scope, boolean all) {
    this.out = out;
    this.complaints = complaints;
    this.scope = scope;
    this.all = all;
  }

  @Override
  public void show(Facts facts) {
    complaints.say(facts.trouble());
    List<Gist> now =
        Stream.concat(Rows.there(facts).stream(), Rows.gone(facts).stream()).map(Gist::of).toList();
    if (shown && now.equals(before)) {
      return;
    }
    if (shown) {
      out.println();
    }
    Table.of(facts, scope, all).forEach(out::println);
    before = now;
    shown = true;
  }
}
