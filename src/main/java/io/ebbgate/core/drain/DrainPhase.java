package io.ebbgate.core.drain;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.PhaseNames;
import io.ebbgate.core.verdict.Count;
import java.util.Optional;

/**
 * Where a drain is. Each phase has only the moves that are legal from it, so a phase can't go back,
 * but for a hook that begins the drain anew; {@link DrainRules} says when to make which.
 */
public sealed interface DrainPhase {
  /** The phase's name, {@code announcing}. */
  default String wireName() {
    return switch (this) {
      case Serving _ -> PhaseNames.SERVING;
      case Announcing _ -> PhaseNames.ANNOUNCING;
      case Waiting _ -> PhaseNames.WAITING;
      case Closing _ -> PhaseNames.CLOSING;
      case Unreachable _ -> PhaseNames.UNREACHABLE;
      case Released _ -> PhaseNames.RELEASED;
    };
  }

  /** No drain. */
  record Serving() implements DrainPhase {
    /** A drain begins. */
    public Announcing announce(DrainTerms terms, boolean answeredBefore) {
      return announce(terms, answeredBefore, BackgroundTraffic.none(terms.startedAt()));
    }

    /** The same, after a time in which the traffic was observed. */
    public Announcing announce(
        DrainTerms terms, boolean answeredBefore, BackgroundTraffic traffic) {
      return new Announcing(terms, Progress.from(terms.startedAt(), answeredBefore, traffic));
    }
  }

  /** The hook is open. */
  sealed interface Holding extends DrainPhase {
    DrainTerms terms();

    Progress progress();

    /** The health checks of load balancers that were found. */
    default Optional<HealthChecks> healthChecks() {
      return progress().traffic().checks();
    }

    Holding with(DrainTerms terms, Progress progress);

    /** A hook took over: from the beginning, under its own terms. */
    default Announcing anew(DrainTerms terms) {
      return new Announcing(terms, progress().anew(terms.startedAt()));
    }

    /** The hook may be answered. */
    default Released release(long at, Outcome outcome) {
      return new Released(terms(), progress().entered(PhaseNames.RELEASED, at), at, outcome);
    }
  }

  /** A phase that an unreachable Envoy interrupts and that goes on when it answers again. */
  sealed interface Reaching extends Holding {
    @Override
    Reaching with(DrainTerms terms, Progress progress);

    default Unreachable lose(long at) {
      return new Unreachable(with(terms(), progress().entered(PhaseNames.UNREACHABLE, at)));
    }
  }

  /** Clients are asked to close; new connections are still accepted. */
  record Announcing(DrainTerms terms, Progress progress) implements Reaching {
    @Override
    public Announcing with(DrainTerms newTerms, Progress newProgress) {
      return new Announcing(newTerms, newProgress);
    }

    Waiting await(long at) {
      return new Waiting(terms, progress.entered(PhaseNames.WAITING, at));
    }
  }

  /** Nothing new is expected; what is left is waited for. */
  record Waiting(DrainTerms terms, Progress progress) implements Reaching {
    @Override
    public Waiting with(DrainTerms newTerms, Progress newProgress) {
      return new Waiting(newTerms, newProgress);
    }

    Closing close(long at) {
      return new Closing(
          terms,
          progress.entered(PhaseNames.CLOSING, at),
          at,
          progress.work().last().connections());
    }
  }

  /**
   * The listeners stop, and what slipped in meanwhile is waited for.
   *
   * @param since when it began
   * @param left connections that were left then, and no longer waited for
   */
  record Closing(DrainTerms terms, Progress progress, long since, Count left) implements Reaching {
    @Override
    public Closing with(DrainTerms newTerms, Progress newProgress) {
      return new Closing(newTerms, newProgress, since, left);
    }
  }

  /** Envoy's admin interface does not answer; {@code from} goes on when it does. */
  record Unreachable(Reaching from) implements Holding {
    @Override
    public DrainTerms terms() {
      return from.terms();
    }

    @Override
    public Progress progress() {
      return from.progress();
    }

    @Override
    public Unreachable with(DrainTerms newTerms, Progress newProgress) {
      return new Unreachable(from.with(newTerms, newProgress));
    }

    Reaching resume(long at) {
      return from.with(terms(), progress().entered(from.wireName(), at));
    }
  }

  /** The hook is answered. */
  record Released(DrainTerms terms, Progress progress, long at, Outcome outcome)
      implements DrainPhase {
    /** Another Envoy has started, or the drain was called off. */
    public Serving serve() {
      return new Serving();
    }
  }
}
