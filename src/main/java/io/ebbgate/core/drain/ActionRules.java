package io.ebbgate.core.drain;

import io.ebbgate.core.config.CloseListeners;
import io.ebbgate.core.drain.DrainPhase.Announcing;
import io.ebbgate.core.drain.DrainPhase.Closing;
import io.ebbgate.core.drain.DrainPhase.Holding;
import io.ebbgate.core.drain.DrainPhase.Reaching;
import io.ebbgate.core.drain.DrainPhase.Unreachable;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which admin call of a drain is due. No clock, no I/O. */
public final class ActionRules {
  private ActionRules() {}

  /** The admin call that is due now, if any. */
  public static Optional<AdminAction> due(Holding phase, long now) {
    return due(phase, now, Set.of());
  }

  /**
   * The admin call that is due now, if any, besides those that were just tried: one that gets no
   * answer again and again keeps none of the others from being sent.
   */
  public static Optional<AdminAction> due(Holding phase, long now, Set<AdminAction> tried) {
    return Stream.of(AdminAction.ANNOUNCE, AdminAction.FAIL_READINESS, AdminAction.STOP_LISTENERS)
        .filter(action -> open(phase, action))
        .filter(action -> !tried.contains(action) && timely(action, phase, now))
        .findFirst();
  }

  private static boolean timely(AdminAction action, Holding phase, long now) {
    return switch (action) {
      // Where the call that announces changed nothing, the other one is what is left.
      case ANNOUNCE ->
          phase.terms().plan().announcement() == AdminAction.ANNOUNCE
              || phase.progress().calls().ineffective().contains(AdminAction.FAIL_READINESS);
      case FAIL_READINESS -> now - unreadyAt(phase, now) >= 0;
      case STOP_LISTENERS -> stopping(phase, now);
    };
  }

  private static boolean open(Holding phase, AdminAction action) {
    return phase.progress().calls().open(action)
        && !phase.terms().plan().restrictions().forbidden().contains(action);
  }

  /**
   * When readiness fails. Where that is the announcement too, it isn't put off until no client
   * comes any more: clients of a busy gateway would be told last of all.
   */
  private static long unreadyAt(Holding phase, long now) {
    DrainTerms terms = phase.terms();
    if (terms.settings().unreadyAfter().isPresent()) {
      return terms.after(terms.settings().unreadyAfter().get());
    }
    boolean announces = terms.plan().announcement() == AdminAction.FAIL_READINESS;
    boolean quiet = announces || phase.progress().isQuiet(terms);
    return quiet && !(reached(phase) instanceof Announcing)
        ? now
        : terms.deadline() - noticeTime(terms);
  }

  /** What clients need to close, but never more than the last half of the hold. */
  static long noticeTime(DrainTerms terms) {
    Duration hold = terms.budget().hold();
    return Math.min(terms.plan().noticeTime().plus(terms.closing()).toNanos(), hold.toNanos() / 2);
  }

  private static boolean stopping(Holding phase, long now) {
    return switch (phase.terms().settings().closeListeners()) {
      case CloseListeners.Never _ -> false;
      case CloseListeners.AtEnd _ -> reached(phase) instanceof Closing;
      case CloseListeners.After(Duration delay) ->
          reached(phase) instanceof Closing || now - phase.terms().after(delay) >= 0;
    };
  }

  private static Holding reached(Holding phase) {
    return switch (phase) {
      case Unreachable lost -> lost.from();
      case Reaching reaching -> reaching;
    };
  }
}
