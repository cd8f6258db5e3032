package io.ebbgate.webhook.status;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.contract.WireName;
import io.ebbgate.core.verdict.Verdict;
import java.util.Optional;

/** What a pod's control port said, or why it did not. */
sealed interface Answer {
  /**
   * Its status.
   *
   * @param phase a word of {@link io.ebbgate.core.contract.PhaseNames}
   * @param verdict of the running drain, provisional, or of the last one
   */
  record Said(String phase, Optional<Verdict> verdict) implements Answer {
    public Said {
      requireNonNull(phase);
      requireNonNull(verdict);
    }
  }

  /** Nobody knows what it does. */
  record Silent(Silence why) implements Answer {
    public Silent {
      requireNonNull(why);
    }
  }

  /** Why a pod has no status. */
  enum Silence {
    /** It was not in time, or the connection was cut. */
    NO_ANSWER,
    /** It is being asked. */
    ASKING,
    /** The control port is not on loopback, where a port-forward ends. */
    OUT_OF_REACH,
    /** Whoever asks may not forward ports. */
    FORBIDDEN,
    /** What came is no status of ours. */
    UNREADABLE;

    /** {@code no answer}. */
    String wireName() {
      return WireName.of(this).replace('_', ' ');
    }
  }

  static Answer silent(Silence why) {
    return new Silent(why);
  }
}
