package io.ebbgate.sidecar.drain;

import io.ebbgate.core.drain.ActionRules;
import io.ebbgate.core.drain.AdminAction;
import io.ebbgate.core.drain.DrainPhase;
import io.ebbgate.core.drain.DrainPhase.Holding;
import io.ebbgate.core.drain.DrainRules;
import io.ebbgate.core.drain.Observation;
import io.ebbgate.core.drain.Plan;
import io.ebbgate.core.drain.Reading;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.sidecar.envoy.AdminCall;
import io.ebbgate.sidecar.envoy.AdminResult;
import io.ebbgate.sidecar.envoy.EnvoyAdmin;
import io.ebbgate.sidecar.envoy.StatPoll;
import java.time.Duration;
import java.util.Optional;

/** One drain: asks Envoy what {@link DrainRules} say is due, and tells them what Envoy said. */
final class Hold {
  private final EnvoyAdmin admin;
  private final EnvoyWatch watch;
  private final Ticker ticker;
  private final Marker marker;
  private final Witness witness;
  private final JsonLog log;
  private StatPoll poll;
  private Plan polled;
  private Optional<Reading> last = Optional.empty();
  private boolean interrupted;
  private boolean irreversible;
  private boolean failedReadiness;
  private boolean nobodyListens;
  private boolean reborn;
  private Duration lastCall = Duration.ZERO;

  Hold(
      EnvoyAdmin admin,
      EnvoyWatch watch,
      Ticker ticker,
      Marker marker,
      Witness witness,
      JsonLog log,
      Plan plan) {
    this.admin = admin;
    this.watch = watch;
    this.ticker = ticker;
    this.marker = marker;
    this.witness = witness;
    this.log = log;
    this.polled = plan;
    this.poll = new StatPoll(plan);
  }

  /** Does what is due, looks once, and does what is due after that. */
  DrainPhase advance(Holding before) {
    DrainPhase phase = DrainRules.next(before, new Observation.Elapsed(ticker.nanos()));
    phase = act(phase);
    phase = look(phase);
    return act(phase);
  }

  /** Something was sent that Envoy can't undo. */
  boolean irreversible() {
    return irreversible;
  }

  /** Its health check was failed, or may have been. */
  boolean failedReadiness() {
    return failedReadiness;
  }

  /** At the last look nobody listened. */
  boolean nobodyListens() {
    return nobodyListens;
  }

  /** Another process answered than the one this drain began with. */
  boolean reborn() {
    return reborn;
  }

  /** When to {@link #advance} again. */
  long next(Holding phase) {
    return DrainRules.nextLook(phase, ticker.nanos(), lastCall);
  }

  private DrainPhase act(DrainPhase before) {
    DrainPhase phase = before;
    // Each turn settles one of three actions, or ends the turn's round.
    for (int i = 0; i < AdminAction.values().length; i++) {
      if (!(phase instanceof Holding holding)) {
        return phase;
      }
      Optional<AdminAction> due = ActionRules.due(holding, ticker.nanos());
      if (due.isEmpty()) {
        return phase;
      }
      Observation.Effect effect = ask(due.get(), holding);
      phase = DrainRules.next(holding, new Observation.Acted(ticker.nanos(), due.get(), effect));
      if (effect == Observation.Effect.RETRY) {
        return phase;
      }
    }
    return phase;
  }

  private Observation.Effect ask(AdminAction action, Holding phase) {
    if (action == AdminAction.FAIL_READINESS) {
      // Before the call: if this process dies between the two, the next one may still undo it.
      marker.set();
    }
    AdminResult<AdminCall.Taken> result = admin.call(limited(AdminCall.of(action), phase));
    log.info("Envoy was asked", LogKeys.ACTION, action.word(), LogKeys.RESULT, result.word());
    sent(action, result);
    return switch (result) {
      case AdminResult.Answered<AdminCall.Taken> _ -> Observation.Effect.DONE;
      case AdminResult.Status<AdminCall.Taken>(int code) ->
          code >= 400 && code < 500 ? Observation.Effect.REFUSED : Observation.Effect.RETRY;
      case AdminResult.NobodyListens<AdminCall.Taken> _,
          AdminResult.TimedOut<AdminCall.Taken> _,
          AdminResult.Broken<AdminCall.Taken> _ ->
          Observation.Effect.RETRY;
    };
  }

  /** A call that timed out may have been taken. */
  private void sent(AdminAction action, AdminResult<AdminCall.Taken> result) {
    boolean perhaps =
        switch (result) {
          case AdminResult.Answered<AdminCall.Taken> _,
              AdminResult.TimedOut<AdminCall.Taken> _,
              AdminResult.Broken<AdminCall.Taken> _ ->
              true;
          case AdminResult.Status<AdminCall.Taken> _,
              AdminResult.NobodyListens<AdminCall.Taken> _ ->
              false;
        };
    irreversible |= perhaps && !action.reversible();
    failedReadiness |= perhaps && action.reversible();
  }

  private DrainPhase look(DrainPhase before) {
    if (!(before instanceof Holding phase)) {
      return before;
    }
    if (!phase.terms().plan().equals(polled)) {
      polled = phase.terms().plan();
      poll = new StatPoll(polled);
    }
    long began = ticker.nanos();
    AdminResult<Reading> result = admin.call(limited(poll.call(), phase));
    long at = ticker.nanos();
    lastCall = Duration.ofNanos(at - began);
    return switch (result) {
      case AdminResult.Answered<Reading>(Reading reading) -> answered(phase, reading, at);
      case AdminResult.NobodyListens<Reading> _ ->
          failed(phase, at, Observation.Failure.NOBODY_LISTENS);
      case AdminResult.Status<Reading> _,
          AdminResult.TimedOut<Reading> _,
          AdminResult.Broken<Reading> _ ->
          failed(phase, at, Observation.Failure.NO_ANSWER);
    };
  }

  private DrainPhase answered(Holding phase, Reading reading, long at) {
    witness.read(reading);
    boolean backwards = last.filter(l -> l.accepted().moreThan(reading.accepted())).isPresent();
    interrupted |= backwards;
    if (interrupted) {
      switch (watch.look()) {
        case REBORN -> {
          reborn = true;
          return DrainRules.next(phase, new Observation.Reborn(at));
        }
        case SAME -> interrupted = false;
        case GONE, SILENT -> {
          // Who it is stays unknown, and is asked again with the next poll.
        }
      }
    }
    nobodyListens = false;
    last = Optional.of(reading);
    DrainPhase next = DrainRules.next(phase, new Observation.Answered(at, reading));
    return next instanceof Holding holding && !holding.terms().plan().known()
        ? planned(holding)
        : next;
  }

  private DrainPhase failed(Holding phase, long at, Observation.Failure failure) {
    interrupted = true;
    witness.read(Reading.unknown("the last poll failed"));
    nobodyListens = failure == Observation.Failure.NOBODY_LISTENS;
    return DrainRules.next(phase, new Observation.Failed(at, failure));
  }

  private DrainPhase planned(Holding phase) {
    Plan plan = watch.replan();
    return plan.known()
        ? DrainRules.next(phase, new Observation.Planned(ticker.nanos(), plan))
        : phase;
  }

  /** No call may pass the hold's end. */
  private <T> AdminCall<T> limited(AdminCall<T> call, Holding phase) {
    long left = phase.terms().deadline() - ticker.nanos();
    return call.within(Duration.ofNanos(Math.max(left, 1)));
  }
}
