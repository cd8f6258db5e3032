package io.ebbgate.core.drain;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.PhaseNames;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One drain, told to people: the same on the log, the status, the hook's answer, the termination
 * message and the metrics.
 *
 * @param hold from the hook to the answer
 * @param budget the longest it could have been
 * @param phases how long each phase lasted, in order; an interrupted phase appears again
 * @param connectionsAtStart of counted listeners, at the first answer of Envoy
 * @param requestsAtStart in flight, and connections that aren't HTTP, which may have some
 * @param adminCalls polls of Envoy during the hold
 * @param adminFailures those without an answer
 * @param actions what Envoy was asked for and took, in order
 * @param shrunk settings that did not fit into the grace, in the order they were cut
 */
public record Verdict(
    Outcome outcome,
    Trigger trigger,
    Duration hold,
    Duration budget,
    List<PhaseTime> phases,
    Count connectionsAtStart,
    Count requestsAtStart,
    Count connectionsAtEnd,
    Count requestsAtEnd,
    int adminCalls,
    int adminFailures,
    List<AdminAction> actions,
    List<String> shrunk,
    Plan plan) {

  /** How long one phase lasted. */
  public record PhaseTime(String phase, Duration lasted) {
    public PhaseTime {
      requireNonNull(phase);
      requireNonNull(lasted);
    }
  }

  public Verdict {
    requireNonNull(outcome);
    requireNonNull(trigger);
    requireNonNull(hold);
    requireNonNull(budget);
    phases = List.copyOf(phases);
    requireNonNull(connectionsAtStart);
    requireNonNull(requestsAtStart);
    requireNonNull(connectionsAtEnd);
    requireNonNull(requestsAtEnd);
    actions = List.copyOf(actions);
    shrunk = List.copyOf(shrunk);
    requireNonNull(plan);
  }

  static Verdict of(DrainPhase.Released released) {
    return of(released.terms(), released.progress(), released.at(), released.outcome());
  }

  /** What would be said if the hold ended now: the provisional word of a drain that still runs. */
  public static Verdict provisional(DrainPhase.Holding phase, long now) {
    return of(phase.terms(), phase.progress(), now, DrainRules.unfinished(phase, now));
  }

  private static Verdict of(DrainTerms terms, Progress progress, long at, Outcome outcome) {
    Reading unread = Reading.unknown("never read");
    Reading first = progress.work().first().orElse(unread);
    Reading last = progress.work().last();
    return new Verdict(
        outcome,
        terms.trigger(),
        Duration.ofNanos(at - terms.startedAt()),
        terms.budget().hold(),
        times(progress.entries(), at),
        first.connections(),
        first.work(),
        last.connections(),
        last.work(),
        progress.contact().calls(),
        progress.contact().failures(),
        progress.calls().done(),
        terms.budget().shrunk(),
        terms.plan());
  }

  private static List<PhaseTime> times(List<PhaseEntry> entries, long end) {
    List<PhaseTime> times = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      long until = i + 1 < entries.size() ? entries.get(i + 1).at() : end;
      Duration lasted = Duration.ofNanos(until - entries.get(i).at());
      if (!entries.get(i).phase().equals(PhaseNames.RELEASED)) {
        times.add(new PhaseTime(entries.get(i).phase(), lasted));
      }
    }
    return times;
  }
}
