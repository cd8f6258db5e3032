package io.ebbgate.core.termination;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.verdict.Count;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Last words for tests. */
final class Words {
  private Words() {}

  static LastWord of(Outcome outcome) {
    return new LastWord(
        outcome,
        false,
        "deletion",
        Optional.of(Instant.EPOCH),
        Duration.ofMillis(6_749),
        Duration.ofSeconds(60),
        List.of(),
        Count.of(3),
        Count.unknown("not told"));
  }

  static LastWord provisional(Outcome outcome) {
    LastWord word = of(outcome);
    return new LastWord(
        outcome,
        true,
        word.trigger(),
        word.startedAt(),
        word.hold(),
        word.budget(),
        word.phases(),
        word.connectionsAtEnd(),
        word.requestsAtEnd());
  }

  static LastWord without(Outcome outcome) {
    return new LastWord(
        outcome,
        false,
        "",
        Optional.empty(),
        Duration.ZERO,
        Duration.ZERO,
        List.of(),
        Count.unknown("no drain"),
        Count.unknown("no drain"));
  }
}
