package io.ebbgate.core.termination;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.drain.Verdict.PhaseTime;
import io.ebbgate.core.verdict.Count;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a sidecar said last of its drain. One that had nothing to drain says its outcome alone.
 *
 * @param provisional whether the drain was still going on
 * @param trigger {@code deletion}, {@code restart} or {@code control}; empty where none is known
 * @param startedAt when the hook came, where one did
 * @param hold from the hook to the answer
 * @param budget the longest it could have been
 * @param phases how long each lasted, in order
 */
public record LastWord(
    Outcome outcome,
    boolean provisional,
    String trigger,
    Optional<Instant> startedAt,
    Duration hold,
    Duration budget,
    List<PhaseTime> phases,
    Count connectionsAtEnd,
    Count requestsAtEnd) {
  public LastWord {
    requireNonNull(outcome);
    requireNonNull(trigger);
    requireNonNull(startedAt);
    requireNonNull(hold);
    requireNonNull(budget);
    phases = List.copyOf(phases);
    requireNonNull(connectionsAtEnd);
    requireNonNull(requestsAtEnd);
  }
}
