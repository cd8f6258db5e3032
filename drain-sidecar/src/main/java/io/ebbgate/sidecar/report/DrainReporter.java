package io.ebbgate.sidecar.report;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.PhaseNames;
import io.ebbgate.core.drain.DrainPhase;
import io.ebbgate.core.drain.DrainPhase.Holding;
import io.ebbgate.core.drain.DrainPhase.Released;
import io.ebbgate.core.drain.DrainPhase.Serving;
import io.ebbgate.core.drain.DrainVerdict;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.core.verdict.Verdict;
import io.ebbgate.sidecar.log.JsonLog;
import io.ebbgate.sidecar.log.LogKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Reports phases and verdicts to the termination message, the log and a listener. */
public final class DrainReporter {
  private final Ticker ticker;
  private final InstantSource clock;
  private final JsonLog log;
  private final TerminationLog message;
  private final DrainListener listener;
  private volatile Instant startedAt = Instant.EPOCH;
  private long since;
  private volatile Optional<Verdict> last = Optional.empty();

  public DrainReporter(
      Ticker ticker,
      InstantSource clock,
      JsonLog log,
      TerminationLog message,
      DrainListener listener) {
    this.ticker = ticker;
    this.clock = clock;
    this.log = log;
    this.message = message;
    this.listener = listener;
    this.since = ticker.nanos();
  }

  /** The last verdict, of a drain that runs or is over; may be read on any thread. */
  public Optional<Verdict> last() {
    return last;
  }

  /** Reports a change of phase. */
  public void phaseChanged(DrainPhase from, DrainPhase to) {
    long now = ticker.nanos();
    Duration lasted = Duration.ofNanos(now - since);
    since = now;
    switch (to) {
      case Serving _ -> log.info("serving", LogKeys.PHASE, to.wireName());
      case Holding holding -> {
        if (starts(from, holding)) {
          startedAt = clock.instant().minusNanos(now - holding.terms().startedAt());
        }
        publish("phase started", to.wireName(), provisional(holding));
      }
      case Released released -> {
        Verdict verdict = DrainVerdict.of(released, startedAt);
        publish("drain finished", to.wireName(), verdict);
        listen(() -> listener.drainEnded(verdict));
      }
    }
    listen(() -> listener.phaseChanged(from, to, lasted));
  }

  /** Whether a drain starts: a first one, or a hook's that replaces one of the control port. */
  public static boolean starts(DrainPhase from, DrainPhase to) {
    return to instanceof Holding after
        && !(from instanceof Holding before
            && before.terms().startedAt() == after.terms().startedAt());
  }

  /** Reports that the program exits without a drain. */
  public Verdict noDrain(Outcome outcome) {
    Verdict verdict = Verdict.withoutDrain(outcome);
    publish("exiting without a drain", PhaseNames.SERVING, verdict);
    listen(() -> listener.drainEnded(verdict));
    return verdict;
  }

  /** An error of the listener must not keep the hook from its answer. */
  private void listen(Runnable call) {
    try {
      call.run();
    } catch (Throwable e) {
      log.error("unexpected error, metrics not updated", e);
    }
  }

  /** Withdraws the provisional verdict of a canceled drain; returns the answer to its waiters. */
  public Verdict canceled(Holding holding) {
    last = Optional.empty();
    message.clear();
    log.info("drain canceled");
    Verdict verdict = provisional(holding);
    return verdict.concludedAs(verdict.outcome());
  }

  /** The verdict of a drain that still runs; may be made on any thread. */
  public Verdict provisional(Holding holding) {
    return DrainVerdict.provisional(holding, ticker.nanos(), startedAt);
  }

  /** The verdict of a drain that is over: the same object that was published, if it was. */
  public Verdict verdict(Released released) {
    Verdict verdict = DrainVerdict.of(released, startedAt);
    return last.filter(verdict::equals).orElse(verdict);
  }

  private void publish(String text, String phase, Verdict verdict) {
    last = Optional.of(verdict);
    // First what has to be there even if SIGKILL follows.
    message.write(verdict);
    log.info(
        text,
        json -> {
          json.writeStringField(LogKeys.PHASE, phase);
          VerdictJson.lineFields(json, verdict);
        });
  }
}
