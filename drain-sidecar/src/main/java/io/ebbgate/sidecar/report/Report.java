package io.ebbgate.sidecar.report;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.drain.Verdict;
import java.time.Instant;

/** What is told to people: of a drain, or that there was none. */
public sealed interface Report {
  /** How it ended, or would have ended if it were cut now. */
  Outcome outcome();

  /**
   * A drain.
   *
   * @param provisional it still runs
   */
  record Drained(Verdict verdict, Instant startedAt, boolean provisional) implements Report {
    public Drained {
      requireNonNull(verdict);
      requireNonNull(startedAt);
    }

    @Override
    public Outcome outcome() {
      return verdict.outcome();
    }
  }

  /** No drain: nobody asked for one, or somebody without the token did. */
  record None(Outcome outcome) implements Report {
    public None {
      requireNonNull(outcome);
    }
  }
}
