package io.ebbgate.tool.demo;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.load.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What the demo has to show; each check that failed is a message. */
final class DemoChecks {
  /** Fewer failures than this without Ebbgate, and the load proves nothing. */
  static final int LEAST_FAILURES = 10;

  static final Duration LONGEST_AFTER_LAST_WORK = Duration.ofMillis(500);
  static final int LEAST_REQUESTS = 20_000;
  static final int LEAST_RATE = 500;
  static final int ROLLED_PODS = 2;

  private static final Set<String> GOOD =
      Set.of(Outcome.CLEAN.wireName(), Outcome.LINGERED.wireName());

  private DemoChecks() {}

  /** The failed checks; empty where all held. */
  static List<String> of(RollResult without, RollResult with, boolean defaults) {
    List<String> faults = new ArrayList<>();
    Tally lost = without.tally();
    Tally kept = with.tally();
    if (lost.failed() < LEAST_FAILURES) {
      faults.add(
          "Only %d requests failed without Ebbgate, fewer than %d: this load proves nothing."
              .formatted(lost.failed(), LEAST_FAILURES));
    }
    if (kept.failed() != 0) {
      faults.add("%d requests failed with Ebbgate.".formatted(kept.failed()));
    }
    if (kept.severed() != 0) {
      faults.add("%d requests were cut in flight with Ebbgate.".formatted(kept.severed()));
    }
    if (with.holds().size() != ROLLED_PODS) {
      faults.add("%d of %d pods were held.".formatted(with.holds().size(), ROLLED_PODS));
    }
    with.pods().forEach(pod -> pod.hold().ifPresent(hold -> check(pod.name(), hold, faults)));
    if (defaults) {
      Stream.of(without, with).forEach(run -> checkLoad(run, faults));
    }
    return faults;
  }

  private static void check(String pod, PreStopHold hold, List<String> faults) {
    if (!GOOD.contains(hold.verdict())) {
      faults.add("The verdict of %s is %s, not clean or lingered.".formatted(pod, hold.verdict()));
    }
    if (hold.afterLastWork().compareTo(LONGEST_AFTER_LAST_WORK) > 0) {
      faults.add(
          "The hold of %s ended %d ms after its last work, more than %d ms."
              .formatted(pod, hold.afterLastWork().toMillis(), LONGEST_AFTER_LAST_WORK.toMillis()));
    }
  }

  private static void checkLoad(RollResult run, List<String> faults) {
    long requests = run.tally().requests();
    double rate = requests * 1e9 / run.length().toNanos();
    if (requests < LEAST_REQUESTS || rate < LEAST_RATE) {
      faults.add(
          "The run %s had %d requests at %.0f a second, fewer than %d at %d."
              .formatted(run.title(), requests, rate, LEAST_REQUESTS, LEAST_RATE));
    }
  }
}
