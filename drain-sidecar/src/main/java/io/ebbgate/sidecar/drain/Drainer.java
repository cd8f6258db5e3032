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
import io.ebbgate.core.drain.Trigger;
import io.ebbgate.core.drain.Verdict;
import io.ebbgate.core.lifecycle.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * The holder of the drain's phase: does one thing after the other, on the one thread of {@link
 * DrainLoop}. It never begins a drain by itself.
 */
final class Drainer {
  private static final Duration FIRST_READ = Duration.ofSeconds(1);

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
  private Optional<Hold> hold = Optional.empty();
  private volatile DrainPhase phase = new Serving();

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
    this.calling = new CallOffRules(watch);
  }

  DrainPhase phase() {
    return phase;
  }

  /** Does what is due now; the answer is when there is more to do, if nothing is asked before. */
  long step() {
    if (callers.arriving().isPresent()) {
      return arrive(callers.arriving().get());
    }
    return switch (phase) {
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
    if (phase instanceof Holding holding) {
      Duration granted = foreknown.granted(at, pod.grace());
      move(DrainRules.next(holding, new Observation.Terminating(at, granted)));
    }
  }

  private void drain(Ask.Drain ask) {
    if (phase instanceof Released released && !resting.answers(ask, released)) {
      serve(released);
    }
    switch (phase) {
      case Serving _ -> callers.arrive(ask, this::plan);
      case Holding holding when ask.hook() && holding.terms().trigger() == Trigger.CONTROL ->
          callers.arrive(ask, this::plan);
      case Holding _ -> callers.join(ask);
      case Released released -> ask.answer().complete(telling.of(released));
    }
  }

  /** What is known tells the clients at once; only where nothing is, Envoy is asked first. */
  private Plan plan() {
    return watch.plan().orElseGet(() -> watch.replan(ticker.nanos() + FIRST_READ.toNanos()));
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
    switch (phase) {
      case Serving serving -> {
        hold = Optional.of(holds.apply(arrival.plan()));
        move(serving.announce(terms, watch.answered()));
      }
      // The kubelet's grace is counted from its hook, whatever the control port began before it.
      case Holding holding ->
          move(DrainRules.next(holding, new Observation.Hooked(ticker.nanos(), terms)));
      case Released _ -> {
        // Everybody was answered.
      }
    }
    return ticker.nanos();
  }

  private long advance(Holding holding) {
    Hold worker = hold.orElseThrow();
    // What is asked meanwhile is no reason to ask Envoy more often.
    if (worker.due(holding)) {
      worker.advance(holding, this::move);
    }
    return phase instanceof Holding ? worker.next() : ticker.nanos();
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
    move(released.serve());
    idling.soon();
    return ticker.nanos();
  }

  private void deadline(long at, Duration grace) {
    switch (phase) {
      case Serving _ -> foreknown.grace(at, grace);
      // The control port's drain has no grace of the pod's; the hook that is to come has.
      case Holding holding when holding.terms().trigger() == Trigger.CONTROL ->
          foreknown.grace(at, grace);
      case Holding holding -> {
        foreknown.grace(at, grace);
        move(DrainRules.next(holding, new Observation.Shortened(at, grace)));
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
    if (stopping.now() && phase instanceof Holding holding) {
      cut(holding);
    }
    if (phase instanceof Released released && Resting.deletion(released)) {
      stopping.done(telling.of(released));
    }
  }

  private CallOffAnswer callOff() {
    return switch (phase) {
      case Serving _ -> new CallOffAnswer.Refused("No drain is running.");
      case Released _ -> new CallOffAnswer.Refused("The drain is over.");
      case Holding holding ->
          calling
              .objection(hold.orElseThrow(), callers.hooked())
              .map(sentence -> (CallOffAnswer) new CallOffAnswer.Refused(sentence))
              .orElseGet(() -> calledOff(holding));
    };
  }

  private CallOffAnswer calledOff(Holding holding) {
    marker.remove();
    telling.calledOff();
    Verdict verdict = Verdict.provisional(holding, ticker.nanos());
    Released released = holding.release(ticker.nanos(), verdict.outcome());
    Report report = telling.report(verdict);
    move(released.serve());
    callers.answer(report);
    return new CallOffAnswer.Done();
  }

  /** Ends a hold that may not go on: the word that was provisional becomes final. */
  private void cut(Holding holding) {
    long now = ticker.nanos();
    boolean gone = hold.filter(Hold::nobodyListens).isPresent();
    Outcome outcome = gone ? Outcome.PROXY_EXITED : Verdict.provisional(holding, now).outcome();
    move(holding.release(now, outcome));
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

  private void move(DrainPhase next) {
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
