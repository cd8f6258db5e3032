package io.ebbgate.sidecar.drain;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.drain.DrainPhase;
import io.ebbgate.core.drain.DrainPhase.Holding;
import io.ebbgate.core.drain.DrainPhase.Released;
import io.ebbgate.core.drain.DrainPhase.Serving;
import io.ebbgate.core.drain.DrainRules;
import io.ebbgate.core.drain.DrainTerms;
import io.ebbgate.core.drain.Observation;
import io.ebbgate.core.drain.Plan;
import io.ebbgate.core.drain.PodTerms;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.core.verdict.Trigger;
import java.time.Duration;
import java.util.function.Function;

/**
 * What is done in each of the drain's phases: does one thing after the other, on the one thread of
 * {@link DrainLoop}. It never begins a drain by itself.
 */
final class Drainer {
  private final Ticker ticker;
  private final PodTerms pod;
  private final EnvoyWatch watch;
  private final Function<Plan, Hold> holds;
  private final Telling telling;
  private final Idling idling;
  private final Marker marker;
  private final Stopping stopping;
  private final Resting resting;
  private final CallOffRules calling;
  private final Foreknown foreknown = new Foreknown();
  private final Callers callers = new Callers();
  private final Moves moves;

  Drainer(
      Ticker ticker,
      PodTerms pod,
      StopKind stop,
      EnvoyWatch watch,
      Function<Plan, Hold> holds,
      Telling telling,
      Idling idling,
      Marker marker) {
    this.ticker = ticker;
    this.pod = pod;
    this.watch = watch;
    this.holds = holds;
    this.telling = telling;
    this.idling = idling;
    this.marker = marker;
    this.stopping = new Stopping(stop);
    this.resting = new Resting(watch, ticker);
    this.moves = new Moves(ticker, telling, callers, stopping, resting, foreknown);
    this.calling = new CallOffRules(watch);
  }

  DrainPhase phase() {
    return moves.phase();
  }

  /** Does what is due now; the answer is when there is more to do, if nothing is asked before. */
  long step() {
    if (callers.arriving().isPresent()) {
      return arrive(callers.arriving().get());
    }
    return switch (moves.phase()) {
      case Serving _ -> idle();
      case Holding holding -> advance(holding);
      case Released released -> rest(released);
    };
  }

  /** Takes one thing that was asked. */
  void accept(Ask ask) {
    switch (ask) {
      case Ask.Drain drain -> drain(drain);
      case Ask.CallOff callOff -> callOff.answer().complete(callOff());
      case Ask.Terminating(long at) -> terminating(at);
      case Ask.Refused(long at) -> foreknown.refused(at);
      case Ask.Deadline(long at, Duration grace) -> deadline(at, grace);
      case Ask.Stop stop -> stop(stop);
    }
  }

  /** A hold that was taken for a restart's is the deletion's after all. */
  private void terminating(long at) {
    foreknown.terminating(at);
    if (moves.phase() instanceof Holding holding) {
      Duration granted = foreknown.granted(at, pod.grace());
      moves.to(DrainRules.next(holding, new Observation.Terminating(at, granted)));
    }
  }

  private void drain(Ask.Drain ask) {
    if (moves.phase() instanceof Released released && !resting.answers(ask, released)) {
      serve(released);
    }
    switch (moves.phase()) {
      case Serving _ -> callers.arrive(ask, watch::planAtHand);
      case Holding holding when ask.hook() && holding.terms().trigger() == Trigger.CONTROL ->
          callers.arrive(ask, watch::planAtHand);
      case Holding _ -> callers.join(ask);
      case Released released -> ask.answer().complete(telling.of(released));
    }
  }

  private long arrive(Arrival arrival) {
    return arrival
        .trigger(foreknown.isTerminating(arrival.at()), ticker.nanos())
        .map(trigger -> begin(arrival, trigger))
        .orElseGet(arrival::told);
  }

  private long begin(Arrival arrival, Trigger trigger) {
    long at = arrival.at();
    Duration granted = foreknown.granted(at, pod.grace());
    DrainTerms terms = pod.begin(trigger, at, arrival.plan(), granted);
    callers.begun();
    switch (moves.phase()) {
      case Serving serving -> {
        moves.holdBy(holds.apply(arrival.plan()));
        moves.to(serving.announce(terms, watch.answered()));
      }
      // The kubelet's grace is counted from its hook, whatever the control port began before it.
      case Holding holding ->
          moves.to(DrainRules.next(holding, new Observation.Hooked(ticker.nanos(), terms)));
      case Released _ -> {
        // Everybody was answered.
      }
    }
    return ticker.nanos();
  }

  private long advance(Holding holding) {
    Hold worker = moves.hold();
    // What is asked meanwhile is no reason to ask Envoy more often.
    if (worker.due(holding)) {
      worker.advance(holding, moves::to);
    }
    return moves.phase() instanceof Holding ? worker.next() : ticker.nanos();
  }

  private long idle() {
    long now = ticker.nanos();
    if (stopping.due(now)) {
      stopping.done(telling.none(foreknown.wasRefused(now) ? Outcome.REFUSED : Outcome.NOT_ASKED));
    }
    return stopping.sooner(idling.serving(foreknown.isTerminating(now) || stopping.asked()));
  }

  private long rest(Released released) {
    if (stopping.due(ticker.nanos())) {
      stopping.done(telling.of(released));
    }
    long look = idling.released();
    return resting.replaced() ? serve(released) : stopping.sooner(look);
  }

  private long serve(Released released) {
    if (resting.replaced()) {
      marker.remove();
    }
    moves.to(released.serve());
    idling.soon();
    return ticker.nanos();
  }

  private void deadline(long at, Duration grace) {
    switch (moves.phase()) {
      case Serving _ -> foreknown.grace(at, grace);
      // The control port's drain has no grace of the pod's; the hook that is to come has.
      case Holding holding when holding.terms().trigger() == Trigger.CONTROL ->
          foreknown.grace(at, grace);
      case Holding holding -> {
        foreknown.grace(at, grace);
        moves.to(DrainRules.next(holding, new Observation.Shortened(at, grace)));
      }
      case Released released -> {
        // After a deletion it came too late to matter, and belongs to no other drain.
        if (!Resting.deletion(released)) {
          foreknown.grace(at, grace);
        }
      }
    }
  }

  private void stop(Ask.Stop ask) {
    stopping.asked(ask);
    terminating(ask.at());
    if (stopping.now()) {
      callers.arriving().ifPresent(arrival -> begin(arrival, Trigger.DELETION));
    }
    if (stopping.now() && moves.phase() instanceof Holding holding) {
      moves.cut(holding);
    }
    if (moves.phase() instanceof Released released && Resting.deletion(released)) {
      stopping.done(telling.of(released));
    }
  }

  private CallOffAnswer callOff() {
    return switch (moves.phase()) {
      case Serving _ -> new CallOffAnswer.Refused("No drain is running.");
      case Released _ -> new CallOffAnswer.Refused("The drain is over.");
      case Holding holding ->
          calling
              .objection(moves.hold(), callers.hooked())
              .map(sentence -> (CallOffAnswer) new CallOffAnswer.Refused(sentence))
              .orElseGet(() -> moves.callOff(holding, marker));
    };
  }

  /** After an error that nobody foresaw: {@link Moves#mend}. */
  void mend() {
    moves.mend();
  }
}
