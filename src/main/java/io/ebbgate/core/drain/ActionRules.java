package io.ebbgate.core.drain;

import io.ebbgate.core.config.CloseListeners;
import io.ebbgate.core.drain.DrainPhase.Announcing;
import io.ebbgate.core.drain.DrainPhase.Closing;
import io.ebbgate.core.drain.DrainPhase.Holding;
import io.ebbgate.core.drain.DrainPhase.Reaching;
import io.ebbgate.core.drain.DrainPhase.Unreachable;
import io.ebbgate.core.verdict.Trigger;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which admin call of a drain is due. No clock, no I/O. */
public final class ActionRules {
  /** A failed readiness is taken back so long before the kubelet can see it. */
  private static final Duration TO_TAKE_BACK = Duration.ofSeconds(1);

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
    return Stream.of(AdminAction.values())
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
      case RESTORE_READINESS -> tooEarly(phase, now);
      case STOP_LISTENERS -> stopping(phase, now);
    };
  }

  private static boolean open(Holding phase, AdminAction action) {
    return phase.progress().calls().open(action)
        && !phase.terms().plan().restrictions().forbidden().contains(action);
  }

  /**
   * When readiness fails. Where that is the announcement too, it isn't put off until no client
   * comes any more: clients of a busy gateway would be told last of all. Where the kubelet needs a
   * while to see it, they are told at once.
   */
  private static long unreadyAt(Holding phase, long now) {
    DrainTerms terms = phase.terms();
    if (terms.settings().unreadyAfter().isPresent()) {
      return terms.after(terms.settings().unreadyAfter().get());
    }
    boolean announces = announces(terms);
    if (announces && mayTakeBack(phase)) {
      return terms.startedAt();
    }
    boolean quiet = announces || phase.progress().isQuiet(terms);
    return quiet && !(reached(phase) instanceof Announcing)
        ? now
        : terms.deadline() - noticeTime(terms);
  }

  private static boolean announces(DrainTerms terms) {
    return terms.plan().announcement() == AdminAction.FAIL_READINESS;
  }

  /**
   * Whether readiness may fail at once, since it can be restored before the kubelet has seen it. By
   * then it is known whether clients still come, as they do where all pods end together: then they
   * find no other, and this one stays ready.
   */
  private static boolean mayTakeBack(Holding phase) {
    DrainTerms terms = phase.terms();
    return terms.trigger() != Trigger.RESTART
        && open(phase, AdminAction.RESTORE_READINESS)
        && terms.budget().quietPeriod().compareTo(restoring(terms)) < 0;
  }

  /** When a failed readiness is taken back at the latest, counted from the hook. */
  static Duration restoring(DrainTerms terms) {
    return terms.readinessLag().minus(TO_TAKE_BACK);
  }

  /** Whether readiness has failed, but clients still come. */
  private static boolean tooEarly(Holding phase, long now) {
    DrainTerms terms = phase.terms();
    return reached(phase) instanceof Announcing
        && terms.settings().unreadyAfter().isEmpty()
        && announces(terms)
        && mayTakeBack(phase)
        && phase.progress().calls().did(AdminAction.FAIL_READINESS)
        && !phase.progress().isQuiet(terms)
        && now - terms.after(restoring(terms)) >= 0
        && now - (terms.deadline() - noticeTime(terms)) < 0;
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
