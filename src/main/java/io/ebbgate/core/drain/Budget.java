package io.ebbgate.core.drain;

import io.ebbgate.core.verdict.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long a drain may hold the pod and how its parts fit into that. Where they don't, linger,
 * quiet period and minimum shrink, in this order, and {@code shrunk} says so.
 *
 * @param hold from the hook to the answer, at the longest
 * @param shrunk names of the settings that had to be cut, in the order they were
 */
public record Budget(
    Duration hold,
    Duration minDrain,
    Duration quietPeriod,
    Duration idleLinger,
    List<String> shrunk) {
  /** Kept free for what lies between our answer and the stop signal. */
  public static final Duration MARGIN = Duration.ofSeconds(1);

  /** Listeners stop at most this long before the deadline. */
  private static final Duration LONGEST_CLOSING = Duration.ofSeconds(5);

  private static final Duration SHORTEST_CLOSING = Duration.ofSeconds(1);

  /** A probe's restart is not held longer than this. */
  public static final Duration RESTART_HOLD = Duration.ofSeconds(10);

  public Budget {
    shrunk = List.copyOf(shrunk);
  }

  /** The budget of a deletion: the granted grace less what comes after us, never below zero. */
  public static Budget ofDeletion(DrainSettings settings, Duration grantedGrace) {
    Duration grace = settings.maxGrace().map(max -> min(max, grantedGrace)).orElse(grantedGrace);
    Duration after = settings.gatewayExit().plus(settings.stopOrderExit()).plus(MARGIN);
    return fit(settings, Trigger.DELETION, min(settings.drainTimeout(), grace.minus(after)));
  }

  /** The budget of a probe's restart: ten seconds, or less where the probe grants less. */
  public static Budget ofRestart(DrainSettings settings, Duration probeGrace) {
    Duration left = probeGrace.minus(settings.gatewayExit()).minus(MARGIN);
    Duration hold = min(min(settings.drainTimeout(), RESTART_HOLD), left);
    return fit(settings, Trigger.RESTART, hold);
  }

  private static Budget fit(DrainSettings settings, Trigger trigger, Duration wanted) {
    Duration hold = wanted.isNegative() ? Duration.ZERO : wanted;
    Duration excess =
        settings
            .minDrain()
            .plus(settings.quietPeriod())
            .plus(settings.idleLinger())
            .plus(ForceCloseRules.closing(settings, trigger, hold))
            .minus(hold);
    List<String> shrunk = new ArrayList<>();
    Duration[] parts = {settings.idleLinger(), settings.quietPeriod(), settings.minDrain()};
    String[] names = {"idle-linger", "quiet-period", "min-drain"};
    for (int i = 0; i < parts.length && excess.isPositive(); i++) {
      Duration cut = min(parts[i], excess);
      if (cut.isPositive()) {
        parts[i] = parts[i].minus(cut);
        excess = excess.minus(cut);
        shrunk.add(names[i]);
      }
    }
    return new Budget(hold, parts[2], parts[1], parts[0], shrunk);
  }

  /**
   * The end of a hold of this length is kept for closing, when a new client is refused and what is
   * in flight may end: a tenth, from one second to five, but never more than a quarter.
   */
  static Duration closing(Duration hold) {
    Duration tenth = min(Duration.ofNanos(hold.toNanos() / 10), LONGEST_CLOSING);
    Duration longer = tenth.compareTo(SHORTEST_CLOSING) < 0 ? SHORTEST_CLOSING : tenth;
    return min(longer, Duration.ofNanos(hold.toNanos() / 4));
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
