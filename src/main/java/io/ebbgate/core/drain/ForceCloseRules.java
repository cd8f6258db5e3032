package io.ebbgate.core.drain;

import io.ebbgate.core.config.ForceClose;
import io.ebbgate.core.drain.DrainPhase.Closing;
import io.ebbgate.core.drain.DrainPhase.Holding;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.Trigger;
import java.time.Duration;

/**
 * How many connections are closed by force, and when: evenly over {@code spread} from the beginning
 * of the closing phase, so that their clients don't come back all at once, and before the deadline.
 * No clock, no I/O.
 */
public final class ForceCloseRules {
  /** The last are closed so long before the deadline: the reading after them is the verdict's. */
  static final Duration MARGIN = Duration.ofMillis(250);

  private ForceCloseRules() {}

  /**
   * Whether connections are closed by force in this phase. After a probe's restart none are: the
   * pod stays.
   */
  public static boolean applies(Holding phase) {
    return phase instanceof Closing
        && enabled(phase.terms())
        && !phase.progress().forced().failed();
  }

  private static boolean enabled(DrainTerms terms) {
    return terms.settings().forceClose() != ForceClose.OFF && terms.trigger() != Trigger.RESTART;
  }

  /** Whether connections of this listener are. */
  public static boolean covers(DrainTerms terms, ListenerFacts listener) {
    return switch (terms.settings().forceClose()) {
      case OFF -> false;
      case TCP -> !listener.isHttp();
      case ALL -> true;
    };
  }

  /**
   * How many are to be closed now.
   *
   * @param open connections that may be closed, those that came meanwhile among them
   */
  public static long due(Closing phase, long now, long open) {
    long closed = phase.progress().forced().closed().total();
    return EvenSpread.due(phase.since(), end(phase), now, closed, open);
  }

  /** When the last of them is closed. */
  static long end(Closing phase) {
    long last = phase.terms().deadline() - MARGIN.toNanos();
    return Math.min(
        phase.since() + phase.terms().settings().spread().toNanos(), Math.max(last, phase.since()));
  }

  /** Whether the drain waits for connections that are still to be closed. */
  static boolean pending(Closing phase, long now) {
    ForcedCloses forced = phase.progress().forced();
    return applies(phase)
        && !forced.left().atMost(0)
        && forced.lookedAt() - end(phase) < 0
        && now - end(phase) < MARGIN.toNanos();
  }

  /**
   * How long before the deadline the closing phase begins: with room for {@code spread}, of which
   * it takes at most half the hold.
   */
  static Duration closing(DrainSettings settings, Trigger trigger, Duration hold) {
    Duration plain = Budget.closing(hold);
    if (settings.forceClose() == ForceClose.OFF || trigger == Trigger.RESTART) {
      return plain;
    }
    Duration wanted = settings.spread().plus(MARGIN);
    Duration most = Duration.ofNanos(hold.toNanos() / 2);
    Duration spread = wanted.compareTo(most) < 0 ? wanted : most;
    return spread.compareTo(plain) < 0 ? plain : spread;
  }

  /**
   * Of connections that were closed, how many may have had something in flight: those by the
   * kernel's view of each, and where a reading says that more were, those for which no idle one was
   * left. Unknown is not zero.
   *
   * @param open connections before
   * @param works of them, by the kernel
   * @param closed of them, idle ones first
   * @param closedWorking of those, by the kernel
   */
  public static long working(
      Holding phase, long open, long works, long closed, long closedWorking) {
    long inFlight =
        phase.progress().work().last().work() instanceof Count.Known(long many)
            ? Math.max(many, works)
            : open;
    long idle = Math.max(0, open - inFlight);
    return Math.clamp(closed - idle, closedWorking, closed);
  }
}
