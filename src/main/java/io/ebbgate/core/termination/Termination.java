package io.ebbgate.core.termination;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.verdict.Verdict;
import java.util.Optional;

/** How an injected pod terminated. */
public sealed interface Termination {
  /** The sidecar came to the end of its drain, and left its verdict. */
  record Reported(Verdict report) implements Termination {
    public Reported {
      requireNonNull(report);
    }
  }

  /** The sidecar ended before its drain did, and left a provisional verdict. */
  record Killed(Verdict provisional) implements Termination {
    public Killed {
      requireNonNull(provisional);
    }
  }

  /**
   * The pod had served, was deleted with a grace period, and left no verdict.
   *
   * @param unseen whether its deletion was not watched, so that it may have left one
   */
  record Lost(boolean unseen) implements Termination {}

  /** The pod never served, or was deleted without a grace period: there is nothing to publish. */
  record Unremarkable() implements Termination {}

  /** The termination of a pod that ended with this history. */
  static Termination of(PodHistory history, boolean unseen) {
    if (history.verdict().isPresent()) {
      Verdict verdict = history.verdict().get();
      return verdict.provisional() ? new Killed(verdict) : new Reported(verdict);
    }
    return history.forced() || !history.served() ? new Unremarkable() : new Lost(unseen);
  }

  /** The verdict document to publish; the outcome alone if no more is known. */
  default Optional<Verdict> verdict() {
    return switch (this) {
      case Reported(Verdict report) -> Optional.of(report);
      case Killed(Verdict provisional) -> Optional.of(provisional.concludedAs(Outcome.KILLED));
      case Lost _ -> Optional.of(Verdict.withoutDrain(Outcome.LOST));
      case Unremarkable _ -> Optional.empty();
    };
  }
}
