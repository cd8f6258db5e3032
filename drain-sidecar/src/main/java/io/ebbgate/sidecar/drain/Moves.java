package io.ebbgate.sidecar.drain;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.drain.DrainPhase;
import io.ebbgate.core.drain.DrainPhase.Holding;
import io.ebbgate.core.drain.DrainPhase.Released;
import io.ebbgate.core.drain.DrainPhase.Serving;
import io.ebbgate.core.drain.Verdict;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.core.verdict.Trigger;
import java.util.Optional;

/**
 * The holder of the drain's phase: applies each move, has it told, and answers who waited for it.
 */
final class Moves {
  private final Ticker ticker;
  private final Telling telling;
  private final Callers callers;
  private final Stopping stopping;
  private final Resting resting;
  private final Foreknown foreknown;
  private Optional<Hold> hold = Optional.empty();
  private volatile DrainPhase phase = new Serving();

  Moves(
      Ticker ticker,
      Telling telling,
      Callers callers,
      Stopping stopping,
      Resting resting,
      Foreknown foreknown) {
    this.ticker = ticker;
    this.telling = telling;
    this.callers = callers;
    this.stopping = stopping;
    this.resting = resting;
    this.foreknown = foreknown;
  }

  /** Where the drain is; may be asked for on any thread. */
  DrainPhase phase() {
    return phase;
  }

  /** What works through the drain that runs. */
  Hold hold() {
    return hold.orElseThrow();
  }

  /** A drain is about to begin. */
  void holdBy(Hold worker) {
    hold = Optional.of(worker);
  }

  /** Moves on, or only takes note of what was seen. */
  void to(DrainPhase next) {
    DrainPhase before = phase;
    phase = next;
    try {
      if (before.getClass() != next.getClass() || Telling.begins(before, next)) {
        telling.moved(before, next);
      }
    } finally {
      if (next instanceof Released released && before instanceof Holding holding) {
        answer(released);
        rest(holding, released);
      }
    }
  }

  /** Ends a hold that may not go on: the word that was provisional becomes final. */
  void cut(Holding holding) {
    long now = ticker.nanos();
    boolean gone = hold.filter(Hold::nobodyListens).isPresent();
    Outcome outcome = gone ? Outcome.PROXY_EXITED : Verdict.provisional(holding, now).outcome();
    to(holding.release(now, outcome));
  }

  /** Serves again, as if there had been no drain. */
  CallOffAnswer callOff(Holding holding, Marker marker) {
    marker.remove();
    telling.calledOff();
    Verdict verdict = Verdict.provisional(holding, ticker.nanos());
    Released released = holding.release(ticker.nanos(), verdict.outcome());
    Report report = telling.report(verdict);
    to(released.serve());
    callers.answer(report);
    return new CallOffAnswer.Done();
  }

  /**
   * After an error that nobody foresaw: the drain goes on, but not past its deadline, and who waits
   * for one that is over is answered.
   */
  void mend() {
    if (phase instanceof Holding holding && ticker.nanos() - holding.terms().deadline() >= 0) {
      cut(holding);
    }
    if (phase instanceof Released released) {
      answer(released);
    }
  }

  private void rest(Holding before, Released released) {
    if (before.terms().trigger() != Trigger.CONTROL) {
      foreknown.spent();
    }
    resting.begin(released, hold.filter(Hold::reborn).isPresent());
  }

  private void answer(Released released) {
    Report report = telling.of(released);
    callers.answer(report);
    if (stopping.asked() && Resting.deletion(released)) {
      stopping.done(report);
    }
  }
}
