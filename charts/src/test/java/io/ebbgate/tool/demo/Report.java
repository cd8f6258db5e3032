package io.ebbgate.tool.demo;

import io.ebbgate.tool.load.Tally;
import io.ebbgate.webhook.load.CleanClose;
import io.ebbgate.webhook.load.Ending;
import io.ebbgate.webhook.load.Latency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The demo's output at its end: a table of both runs, and one sentence. */
final class Report {
  private Report() {}

  static String table(RollResult without, RollResult with) {
    Tally lost = without.tally();
    Tally kept = with.tally();
    StringBuilder table = new StringBuilder();
    row(table, "", without.title(), with.title());
    row(table, "requests", lost.requests(), kept.requests());
    row(table, "failed", lost.failed(), kept.failed());
    for (Ending ending : lost.failures().keySet()) {
      long before = lost.failures().getOrDefault(ending, 0L);
      long after = kept.failures().getOrDefault(ending, 0L);
      if (before + after > 0) {
        row(table, "  " + words(ending.wireName()), before, after);
      }
    }
    row(table, "severed (cut in flight)", lost.severed(), kept.severed());
    for (CleanClose close : CleanClose.values()) {
      row(
          table,
          "harmless: " + words(close.wireName()),
          without.cleanCloses().getOrDefault(close, 0L),
          with.cleanCloses().getOrDefault(close, 0L));
    }
    row(table, "roll", seconds(without.roll()), seconds(with.roll()));
    row(table, "p50 / p99 in the roll", latency(lost.inside()), latency(kept.inside()));
    row(table, "p50 / p99 out of it", latency(lost.outside()), latency(kept.outside()));
    for (int hold = 0; hold < DemoChecks.ROLLED_PODS; hold++) {
      row(table, "hold of old pod " + (hold + 1), hold(without, hold), hold(with, hold));
    }
    return table.toString();
  }

  /** {@code Without Ebbgate 37 of 24 000 requests failed; with it none of 24 010.} */
  static String sentence(RollResult without, RollResult with) {
    Tally lost = without.tally();
    Tally kept = with.tally();
    String after =
        kept.failed() == 0
            ? "none of " + number(kept.requests())
            : number(kept.failed()) + " of " + number(kept.requests());
    return "Without Ebbgate %s of %s requests failed; with it %s."
        .formatted(number(lost.failed()), number(lost.requests()), after);
  }

  /** Thousands apart, {@code 24 000}. */
  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number).replace(',', ' ');
  }

  private static String hold(RollResult run, int index) {
    List<PreStopHold> holds = new ArrayList<>(run.holds());
    return index < holds.size()
        ? seconds(holds.get(index).length()) + " " + holds.get(index).verdict()
        : "none";
  }

  private static String latency(Latency latency) {
    return String.format(
        Locale.ROOT,
        "%.1f / %.1f ms",
        latency.p50().toNanos() / 1e6,
        latency.p99().toNanos() / 1e6);
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toNanos() / 1e9);
  }

  private static String words(String word) {
    return word.replace('_', ' ');
  }

  private static void row(StringBuilder table, String name, long without, long with) {
    row(table, name, number(without), number(with));
  }

  private static void row(StringBuilder table, String name, String without, String with) {
    table.append(String.format(Locale.ROOT, "  %-28s %16s %16s%n", name, without, with));
  }
}
