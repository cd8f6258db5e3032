package io.ebbgate.core.drain;

import io.ebbgate.core.config.ForceClose;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.PhaseNames;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.DrainRecord;
import io.ebbgate.core.verdict.DrainRecord.AdminUse;
import io.ebbgate.core.verdict.DrainRecord.EnvoyPlan;
import io.ebbgate.core.verdict.DrainRecord.Remaining;
import io.ebbgate.core.verdict.DrainRecord.Timing;
import io.ebbgate.core.verdict.PhaseTime;
import io.ebbgate.core.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the verdict of a drain from its phase. */
public final class DrainVerdict {
  private DrainVerdict() {}

  /**
   * The verdict of a drain that has ended.
   *
   * @param startedAt wall clock at the hook
   */
  public static Verdict of(DrainPhase.Released released, Instant startedAt) {
    return new Verdict(
        released.outcome(),
        false,
        Optional.of(record(released.terms(), released.progress(), released.at(), startedAt)));
  }

  /**
   * The verdict that a drain would have if its hold ended now.
   *
   * @param now in nanoseconds of the injected ticker
   * @param startedAt wall clock at the hook
   */
  public static Verdict provisional(DrainPhase.Holding phase, long now, Instant startedAt) {
    Outcome outcome = DrainRules.atDeadline(phase, now);
    return new Verdict(
        outcome, true, Optional.of(record(phase.terms(), phase.progress(), now, startedAt)));
  }

  private static DrainRecord record(
      DrainTerms terms, Progress progress, long at, Instant startedAt) {
    Reading last = progress.work().last();
    Reading first = progress.work().first().orElseGet(() -> Reading.unknown("never read"));
    Plan plan = terms.plan();
    return new DrainRecord(
        terms.trigger(),
        new Timing(
            startedAt,
            Duration.ofNanos(at - terms.startedAt()),
            terms.budget().hold(),
            times(progress.entries(), at)),
        new Remaining(first.connections(), left(terms, progress)),
        new Remaining(first.work(), last.work()),
        last.countedBy(),
        new AdminUse(
            progress.contact().calls(),
            progress.contact().failures(),
            progress.calls().done().stream().map(AdminAction::wireName).toList()),
        progress.forced().closed(),
        terms.budget().shrunk(),
        new EnvoyPlan(
            plan.version().map(EnvoyVersion::toString), plan.summary(), notes(terms, progress)));
  }

  /** Without connections that were closed by force, where Envoy hasn't noticed that yet. */
  private static Count left(DrainTerms terms, Progress progress) {
    Count read = progress.work().last().connections();
    boolean all =
        terms.settings().forceClose() == ForceClose.ALL
            && terms.plan().contexts().stream()
                .noneMatch(each -> each.protocol() == ListenerFacts.Protocol.HTTP3);
    Count seen = progress.forced().left();
    return all && read.moreThan(seen) ? seen : read;
  }

  /** What the hold found out first: where room is short, the plan's notes are in its log line. */
  private static List<String> notes(DrainTerms terms, Progress progress) {
    List<String> notes = new ArrayList<>();
    progress.gate().sentence(terms).ifPresent(notes::add);
    progress.calls().sentence().ifPresent(notes::add);
    progress.traffic().checks().map(HealthChecks::sentence).ifPresent(notes::add);
    notes.addAll(terms.notes());
    notes.addAll(terms.plan().notes());
    progress.work().last().contradiction().ifPresent(notes::add);
    return notes;
  }

  /** A phase that was interrupted appears once, with the sum of its times. */
  private static List<PhaseTime> times(List<PhaseEntry> entries, long end) {
    Map<String, Duration> sums = new LinkedHashMap<>();
    for (int i = 0; i < entries.size(); i++) {
      PhaseEntry entry = entries.get(i);
      if (!entry.phase().equals(PhaseNames.RELEASED)) {
        long until = i + 1 < entries.size() ? entries.get(i + 1).at() : end;
        sums.merge(entry.phase(), Duration.ofNanos(until - entry.at()), Duration::plus);
      }
    }
    return sums.entrySet().stream()
        .map(sum -> new PhaseTime(sum.getKey(), sum.getValue()))
        .toList();
  }
}
