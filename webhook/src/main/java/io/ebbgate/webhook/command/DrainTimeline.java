package io.ebbgate.webhook.command;

import io.ebbgate.core.contract.PhaseNames;
import io.ebbgate.core.drain.Budget;
import io.ebbgate.core.drain.DrainSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A bar for each phase that a drain may have within the grace period. */
final class DrainTimeline {
  private static final int WIDTH = 48;

  private DrainTimeline() {}

  /**
   * A line for each phase: what it takes in any case, what it may take, and the rest.
   *
   * @param grace the pod's, as it would be injected
   */
  static List<String> of(DrainSettings settings, Duration grace) {
    Duration exits = settings.gatewayExit().plus(settings.stopOrderExit());
    Duration hold = shorter(settings.drainTimeout(), grace.minus(exits).minus(Budget.MARGIN));
    Duration least = shorter(settings.minDrain(), hold);
    Duration most = shorter(longer(settings.maxAnnounce(), least), hold);
    List<String> lines = new ArrayList<>();
    lines.add(
        line(
            PhaseNames.ANNOUNCING,
            bar(grace, Duration.ZERO, least, most),
            text(least) + " to " + text(most)));
    lines.add(
        line(
            PhaseNames.WAITING,
            bar(grace, least, least, hold),
            "until the work is done, at most to " + text(hold)));
    lines.add(line("exits", bar(grace, hold, hold.plus(exits), hold.plus(exits)), text(exits)));
    return lines;
  }

  private static String line(String phase, String bar, String words) {
    return "%-10s  %s  %s".formatted(phase, bar, words);
  }

  /** Full from the beginning to what is certain, and light to what is possible. */
  private static String bar(Duration grace, Duration from, Duration certain, Duration possible) {
    int begin = column(grace, from);
    int full = column(grace, certain);
    int light = Math.max(column(grace, possible), begin + 1);
    return ".".repeat(begin)
        + "█".repeat(Math.max(0, full - begin))
        + "░".repeat(Math.max(0, light - Math.max(full, begin)))
        + ".".repeat(Math.max(0, WIDTH - light));
  }

  private static int column(Duration grace, Duration time) {
    double share = (double) time.toMillis() / Math.max(1, grace.toMillis());
    return (int) Math.round(Math.clamp(share, 0, 1) * WIDTH);
  }

  private static Duration shorter(Duration one, Duration other) {
    Duration shorter = one.compareTo(other) <= 0 ? one : other;
    return shorter.isNegative() ? Duration.ZERO : shorter;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static String text(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }
}
