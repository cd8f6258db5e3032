package io.ebbgate.core.switchover;

import io.ebbgate.core.switchover.GatewayPod.Ability;
import io.ebbgate.core.switchover.GatewayPod.Route;
import io.ebbgate.core.switchover.SwitchoverFacts.CommandState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The phases of a switchover: checking, closing, acting, rerouting, letting in, proving. Each says
 * what is next by the facts alone. Whatever happens, all ways lead through letting in, and a pod
 * that can't be told lets clients in by itself at the deadline. Where pods can't close connections,
 * they are replaced one by one between rerouting and proving, and clients are never kept out. No
 * clock, no I/O.
 */
public sealed interface SwitchoverPhase {
  /** Between two looks. */
  Duration PAUSE = Duration.ofMillis(50);

  /** Before a look that must not be late. */
  Duration SOON = Duration.ofMillis(1);

  /** Until closing begins at all pods at once: what it takes to tell each. */
  Duration TOGETHER = Duration.ofMillis(500);

  /** The beginning takes at most this share of the deadline. */
  int DEADLINE_SHARE = 10;

  /** Between two looks at pods that are replaced. */
  Duration REPLACEMENT_PAUSE = Duration.ofMillis(500);

  /** How long clients have to be seen at the new endpoint. */
  Duration PROOF = Duration.ofSeconds(10);

  /** Clients that are at the old endpoint after this have been led there anew. */
  Duration BEHIND = Duration.ofMillis(300);

  /** What is next, and the phase in which its result is judged. */
  record Next(SwitchoverStep step, SwitchoverPhase phase) {}

  /** What is next. */
  Next next(SwitchoverOrder order, SwitchoverFacts facts);

  /** The first phase. */
  static SwitchoverPhase begin() {
    return new Checking();
  }

  /** Nothing is done yet. */
  record Checking() implements SwitchoverPhase {
    @Override
    public Next next(SwitchoverOrder order, SwitchoverFacts facts) {
      Optional<SwitchoverEnd> refusal = refusal(order, facts);
      long deadline = facts.now() + order.deadline().toNanos();
      if (refusal.isPresent()) {
        return ended(refusal.get());
      }
      return order.restart()
          ? acting(deadline, order, facts)
          : new Closing(beginning(facts, order.deadline()), deadline).next(order, facts);
    }

    /** One pod is told after another, and a client that is cut by one comes to the others. */
    private static long beginning(SwitchoverFacts facts, Duration deadline) {
      long share = deadline.toNanos() / DEADLINE_SHARE;
      return facts.pods().size() == 1
          ? facts.now()
          : facts.now() + Math.min(TOGETHER.toNanos(), share);
    }

    private static Optional<SwitchoverEnd> refusal(SwitchoverOrder order, SwitchoverFacts facts) {
      List<Ability> abilities = facts.pods().stream().map(GatewayPod::ability).toList();
      if (facts.interrupted()) {
        return Optional.of(SwitchoverEnd.INTERRUPTED);
      }
      if (abilities.isEmpty()) {
        return Optional.of(SwitchoverEnd.NO_PODS);
      }
      if (facts.pods().stream().anyMatch(GatewayPod::isClosedByAnother)) {
        return Optional.of(SwitchoverEnd.BUSY);
      }
      if (!order.restart() && abilities.stream().anyMatch(Ability.ClosesNone.class::isInstance)) {
        return Optional.of(SwitchoverEnd.NOT_CLOSABLE);
      }
      return abilities.stream().anyMatch(Ability.Silent.class::isInstance)
          ? Optional.of(SwitchoverEnd.SILENT)
          : Optional.empty();
    }
  }

  /**
   * Connections are closed, and new ones as they come.
   *
   * @param began when they are, which pods are told before
   */
  record Closing(long began, long deadline) implements SwitchoverPhase {
    @Override
    public Next next(SwitchoverOrder order, SwitchoverFacts facts) {
      Optional<Next> urgent = urgent(this, deadline, order, facts, SwitchoverEnd.NOT_CLOSED);
      if (urgent.isPresent()) {
        return urgent.get();
      }
      if (!facts.pods().isEmpty() && facts.pods().stream().allMatch(GatewayPod::isClosed)) {
        return acting(deadline, order, facts);
      }
      boolean works = facts.pods().stream().anyMatch(pod -> pod.worksAfter(order.waitQuiet()));
      return works && !order.force()
          ? lettingIn(SwitchoverEnd.NOT_QUIET, deadline, order, facts)
          : new Next(pause(facts), this);
    }
  }

  /** The operator's command runs. */
  record Acting(long deadline) implements SwitchoverPhase {
    @Override
    public Next next(SwitchoverOrder order, SwitchoverFacts facts) {
      if (facts.command() == CommandState.FAILED) {
        return lettingIn(SwitchoverEnd.COMMAND_FAILED, deadline, order, facts);
      }
      return urgent(this, deadline, order, facts, SwitchoverEnd.NOT_MOVED)
          .orElseGet(() ->
              facts.command() == CommandState.SUCCEEDED
                  ? rerouting(order, facts)
                  : new Next(pause(facts), this));
    }

    /** The route is asked for from now on, and so at once. */
    private Next rerouting(SwitchoverOrder order, SwitchoverFacts facts) {
      Next next = new Rerouting(deadline).next(order, facts);
      return next.step() instanceof SwitchoverStep.Await
          ? new Next(new SwitchoverStep.Await(facts.now() + SOON.toNanos()), next.phase())
          : next;
    }
  }

  /**
   * The route has to point to the new endpoint on each pod; one whose route does lets clients in.
   */
  record Rerouting(long deadline) implements SwitchoverPhase {
    @Override
    public Next next(SwitchoverOrder order, SwitchoverFacts facts) {
      boolean moved =
          !facts.pods().isEmpty()
              && facts.pods().stream().allMatch(pod -> pod.route() == Route.NEW);
      if (moved && order.restart()) {
        return new Replacing(deadline, false).next(order, facts);
      }
      if (moved) {
        return lettingIn(SwitchoverEnd.MOVED, deadline, order, facts);
      }
      return urgent(this, deadline, order, facts, SwitchoverEnd.NOT_MOVED)
          .orElseGet(() -> new Next(pause(facts), this));
    }
  }

  /**
   * Pods of the beginning are evicted, one after the other, the next when as many are ready as at
   * first.
   *
   * @param evicted one was just to be evicted, which its budget may have refused
   */
  record Replacing(long deadline, boolean evicted) implements SwitchoverPhase {
    @Override
    public Next next(SwitchoverOrder order, SwitchoverFacts facts) {
      Replacement replacement = facts.replacement();
      if (replacement.isOver()) {
        return new Proving(facts.now() + PROOF.toNanos(), false).next(order, facts);
      }
      if (facts.interrupted()) {
        return ended(SwitchoverEnd.INTERRUPTED);
      }
      if (facts.now() - deadline >= 0) {
        return ended(SwitchoverEnd.NOT_RESTARTED);
      }
      if (replacement.full() && !evicted && !replacement.serving().isEmpty()) {
        return new Next(
            new SwitchoverStep.Evict(replacement.serving().getFirst()),
            new Replacing(deadline, true));
      }
      return new Next(
          new SwitchoverStep.Await(facts.now() + REPLACEMENT_PAUSE.toNanos()),
          new Replacing(deadline, false));
    }
  }

  /**
   * Clients are let in again.
   *
   * @param end how the switchover ends then
   * @param requested whether pods were just asked to
   */
  record LettingIn(SwitchoverEnd end, long deadline, boolean requested) implements SwitchoverPhase {
    @Override
    public Next next(SwitchoverOrder order, SwitchoverFacts facts) {
      if (end == SwitchoverEnd.COMMAND_FAILED && facts.interrupted()) {
        // Ctrl-C in a terminal ends the command too, and its end may be seen first.
        return new LettingIn(SwitchoverEnd.INTERRUPTED, deadline, requested).next(order, facts);
      }
      List<String> closed = names(facts.pods(), pod -> !pod.listener().isReleased());
      // From then on no pod keeps its listener closed, whether it answers or not.
      boolean over = facts.now() - deadline > PAUSE.toNanos();
      if (!closed.isEmpty() && !over) {
        return new Next(
            requested ? pause(facts) : new SwitchoverStep.LetIn(closed),
            new LettingIn(end, deadline, !requested));
      }
      return end == SwitchoverEnd.MOVED
          ? new Proving(facts.now() + PROOF.toNanos(), false).next(order, facts)
          : ended(end);
    }
  }

  /**
   * Clients of the listener have to be at the new endpoint, and none at the old one. Unknown is not
   * zero. Where some are, a worker of Envoy's may have had the old route still: they are closed
   * once more.
   *
   * @param again whether they were
   */
  record Proving(long until, boolean again) implements SwitchoverPhase {
    @Override
    public Next next(SwitchoverOrder order, SwitchoverFacts facts) {
      boolean left = facts.pods().stream().allMatch(GatewayPod::hasLeft);
      if (left && facts.pods().stream().anyMatch(GatewayPod::hasArrived)) {
        return ended(SwitchoverEnd.MOVED);
      }
      if (facts.now() - until >= 0 || facts.interrupted()) {
        return ended(SwitchoverEnd.NOT_PROVEN);
      }
      List<String> behind = names(facts.pods(), GatewayPod::isBehind);
      boolean late = facts.now() - (until - PROOF.toNanos()) >= BEHIND.toNanos();
      return !again && late && !order.restart() && !behind.isEmpty()
          ? new Next(
              new SwitchoverStep.CloseAgain(behind, quiet(order, PROOF)), new Proving(until, true))
          : new Next(pause(facts), this);
    }
  }

  /** All is done. */
  record Over(SwitchoverEnd end) implements SwitchoverPhase {
    @Override
    public Next next(SwitchoverOrder order, SwitchoverFacts facts) {
      return ended(end);
    }
  }

  private static Next acting(long deadline, SwitchoverOrder order, SwitchoverFacts facts) {
    return order.command()
        ? new Next(new SwitchoverStep.RunCommand(), new Acting(deadline))
        : new Rerouting(deadline).next(order, facts);
  }

  private static Next ended(SwitchoverEnd end) {
    return new Next(new SwitchoverStep.Ended(end), new Over(end));
  }

  private static Next lettingIn(
      SwitchoverEnd end, long deadline, SwitchoverOrder order, SwitchoverFacts facts) {
    return new LettingIn(end, deadline, false).next(order, facts);
  }

  /** What goes before anything else while the listener is to be closed. */
  private static Optional<Next> urgent(
      SwitchoverPhase phase,
      long deadline,
      SwitchoverOrder order,
      SwitchoverFacts facts,
      SwitchoverEnd late) {
    if (facts.interrupted()) {
      return Optional.of(lettingIn(SwitchoverEnd.INTERRUPTED, deadline, order, facts));
    }
    if (facts.now() - deadline >= 0) {
      return Optional.of(lettingIn(late, deadline, order, facts));
    }
    if (facts.pods().stream().anyMatch(GatewayPod::isClosedByAnother)) {
      return Optional.of(lettingIn(SwitchoverEnd.BUSY, deadline, order, facts));
    }
    if (order.restart()) {
      return Optional.empty();
    }
    // A pod that took the place of another, or whose sidecar has started again.
    List<String> open = names(facts.pods(), pod -> pod.canBeClosed() && !follows(phase, pod));
    if (open.isEmpty()) {
      return Optional.empty();
    }
    long from =
        phase instanceof Closing(long began, long _) ? Math.max(began, facts.now()) : facts.now();
    SwitchoverStep.Quiet quiet = quiet(order, Duration.ofNanos(deadline - from));
    return Optional.of(new Next(new SwitchoverStep.KeepClosed(open, from, deadline, quiet), phase));
  }

  /** Without force, what works is not cut, whatever becomes of us meanwhile. */
  private static SwitchoverStep.Quiet quiet(SwitchoverOrder order, Duration longest) {
    boolean cut = order.force() && order.waitQuiet().compareTo(longest) < 0;
    return new SwitchoverStep.Quiet(cut ? order.waitQuiet() : longest, !cut);
  }

  /** A pod lets clients in by itself as soon as its own route has moved, once that is due. */
  private static boolean follows(SwitchoverPhase phase, GatewayPod pod) {
    return phase instanceof Rerouting && pod.route() == Route.NEW;
  }

  private static SwitchoverStep pause(SwitchoverFacts facts) {
    return new SwitchoverStep.Await(facts.now() + PAUSE.toNanos());
  }

  private static List<String> names(List<GatewayPod> pods, Predicate<GatewayPod> which) {
    Stream<GatewayPod> found = pods.stream().filter(which);
    return found.map(GatewayPod::name).toList();
  }
}
