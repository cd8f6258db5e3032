package io.ebbgate.core.termination;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.contract.Outcome;
import java.util.Optional;

/** How an injected pod left, as everybody is told. */
public sealed interface Termination {
  /** The sidecar came to the end of its drain, and said how. */
  record Told(LastWord word) implements Termination {
    public Told {
      requireNonNull(word);
    }
  }

  /** The sidecar ended before its drain did; its word is from the middle. */
  record Killed(LastWord word) implements Termination {
    public Killed {
      requireNonNull(word);
    }
  }

  /**
   * It served, was told to leave, and left without a word.
   *
   * @param unseen whether nobody watched it then, so that there may have been one
   */
  record Lost(boolean unseen) implements Termination {}

  /** Nobody was served, or nobody was asked: there is nothing to tell. */
  record Unremarkable() implements Termination {}

  /** What is told of a pod that ended like this. */
  static Termination of(TerminatedPod end) {
    if (end.word().isPresent()) {
      LastWord word = end.word().get();
      return word.provisional() ? new Killed(word) : new Told(word);
    }
    return end.forced() || !end.served() ? new Unremarkable() : new Lost(end.unseen());
  }

  /** In one word; empty where there is nothing to tell. */
  default Optional<Outcome> outcome() {
    return switch (this) {
      case Told(LastWord word) -> Optional.of(word.outcome());
      case Killed _ -> Optional.of(Outcome.KILLED);
      case Lost _ -> Optional.of(Outcome.LOST);
      case Unremarkable _ -> Optional.empty();
    };
  }

  /** The sidecar's word, where there is one. */
  default Optional<LastWord> said() {
    return switch (this) {
      case Told(LastWord word) -> Optional.of(word);
      case Killed(LastWord word) -> Optional.of(word);
      case Lost _, Unremarkable _ -> Optional.empty();
    };
  }
}
