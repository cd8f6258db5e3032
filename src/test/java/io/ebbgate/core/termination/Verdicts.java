package io.ebbgate.core.termination;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.CountSource;
import io.ebbgate.core.verdict.DrainRecord;
import io.ebbgate.core.verdict.DrainRecord.AdminUse;
import io.ebbgate.core.verdict.DrainRecord.EnvoyPlan;
import io.ebbgate.core.verdict.DrainRecord.Remaining;
import io.ebbgate.core.verdict.DrainRecord.Timing;
import io.ebbgate.core.verdict.PhaseTime;
import io.ebbgate.core.verdict.Trigger;
import io.ebbgate.core.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Verdicts with a drain, for tests of this module and the webhook. */
public final class Verdicts {
  private Verdicts() {}

  /**
   * A final one: held 6.749 s of 60 s, three connections and an unknown number of requests left.
   */
  public static Verdict of(Outcome outcome) {
    return with(outcome, new Timing(Instant.EPOCH, Duration.ofMillis(6_749), budget(), List.of()));
  }

  /** The same, left in the middle of the drain. */
  public static Verdict provisional(Outcome outcome) {
    return new Verdict(outcome, true, of(outcome).drain());
  }

  /** A final one with these times. */
  public static Verdict with(Outcome outcome, Timing timing) {
    return with(outcome, timing, Count.of(3), Count.unknown("the document does not say"));
  }

  /** A final one with these times and numbers at the end. */
  public static Verdict with(Outcome outcome, Timing timing, Count connections, Count requests) {
    return new Verdict(
        outcome,
        false,
        Optional.of(
            new DrainRecord(
                Trigger.DELETION,
                timing,
                new Remaining(connections, connections),
                new Remaining(requests, requests),
                CountSource.STATISTICS,
                new AdminUse(0, 0, List.of()),
                List.of(),
                new EnvoyPlan(Optional.empty(), "", List.of()))));
  }

  /** A drain that started then, of three phases that fill its 6.749 s. */
  public static Timing startedAt(Instant start) {
    return new Timing(
        start,
        Duration.ofMillis(6_749),
        budget(),
        List.of(
            new PhaseTime("announcing", Duration.ofSeconds(5)),
            new PhaseTime("waiting", Duration.ofMillis(1_618)),
            new PhaseTime("closing", Duration.ofMillis(131))));
  }

  private static Duration budget() {
    return Duration.ofSeconds(60);
  }
}
