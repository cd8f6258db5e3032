package io.ebbgate.sidecar.drain;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.PhaseNames;
import io.ebbgate.core.drain.DrainPhase;
import io.ebbgate.core.drain.Verdict;
import io.ebbgate.core.lifecycle.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Tells each phase change and each verdict to the log, the termination message and the metrics. */
final class Telling {
  private final Ticker ticker;
  private final InstantSource clock;
  private final JsonLog log;
  private final TerminationLog message;
  private final Witness witness;
  private volatile Instant startedAt = Instant.EPOCH;
  private long since;
  private volatile Optional<Report> last = Optional.empty();

  Telling(
      Ticker ticker, InstantSource clock, JsonLog log, TerminationLog message, Witness witness) {
    this.ticker = ticker;
    this.clock = clock;
    this.log = log;
    this.message = message;
    this.witness = witness;
    this.since = ticker.nanos();
  }

  /** The last report, of a drain that runs or is over. */
  Optional<Report> last() {
    return last;
  }

  /** A phase changed. */
  void moved(DrainPhase from, DrainPhase to) {
    long now = ticker.nanos();
    Duration lasted = Duration.ofNanos(now - since);
    since = now;
    switch (to) {
      case DrainPhase.Serving _ -> log.info("serving", LogKeys.PHASE, to.wireName());
      case DrainPhase.Holding holding -> {
        if (begins(from, holding)) {
          startedAt = clock.instant();
        }
        Report report = report(Verdict.provisional(holding, now), true);
        tell("a phase began", to.wireName(), report);
      }
      case DrainPhase.Released released -> {
        Report report = report(released.verdict(), false);
        tell("the hook is answered", to.wireName(), report);
        count(() -> witness.ended(report));
      }
    }
    count(() -> witness.moved(from, to, lasted));
  }

  /** A drain begins: after none, or where a hook takes over one of the control port's. */
  static boolean begins(DrainPhase from, DrainPhase to) {
    return to instanceof DrainPhase.Holding after
        && !(from instanceof DrainPhase.Holding before
            && before.terms().startedAt() == after.terms().startedAt());
  }

  /** The program ends and there was no drain. */
  Report none(Outcome outcome) {
    Report report = new Report.None(outcome);
    tell("the program ends", PhaseNames.SERVING, report);
    count(() -> witness.ended(report));
    return report;
  }

  /** What can't be counted is told all the same. */
  private void count(Runnable counting) {
    try {
      counting.run();
    } catch (Throwable e) {
      log.error("unforeseen, and not counted", LogKeys.CAUSE, e, LogKeys.AT, Traces.top(e));
    }
  }

  /** A drain was called off: what it might have come to is nobody's last word. */
  void calledOff() {
    last = Optional.empty();
    message.clear();
    log.info("the drain was called off");
  }

  /** The report of a drain that still runs. */
  Report now(Verdict verdict) {
    return report(verdict, true);
  }

  /** The report of a drain that is over, the same one that was told. */
  Report of(DrainPhase.Released released) {
    Verdict verdict = released.verdict();
    return last.filter(told -> told.equals(report(verdict))).orElseGet(() -> report(verdict));
  }

  /** The report of a drain that is over. */
  Report report(Verdict verdict) {
    return report(verdict, false);
  }

  private Report report(Verdict verdict, boolean provisional) {
    return new Report.Drained(verdict, startedAt, provisional);
  }

  private void tell(String text, String phase, Report report) {
    last = Optional.of(report);
    // First what a SIGKILL could take from us.
    message.write(report);
    log.info(
        text,
        json -> {
          json.writeStringField(LogKeys.PHASE, phase);
          VerdictJson.lineFields(json, report);
        });
  }
}
