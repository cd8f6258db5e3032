package io.ebbgate.sidecar.drain;

import io.ebbgate.core.drain.ActionRules;
import io.ebbgate.core.drain.AdminAction;
import io.ebbgate.core.drain.DrainPhase;
import io.ebbgate.core.drain.DrainPhase.Holding;
import io.ebbgate.core.drain.DrainRules;
import io.ebbgate.core.drain.DrainTerms;
import io.ebbgate.core.drain.Observation;
import io.ebbgate.core.drain.Plan;
import io.ebbgate.core.drain.Reading;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.sidecar.envoy.AdminResult;
import io.ebbgate.sidecar.envoy.EnvoyAdmin;
import io.ebbgate.sidecar.envoy.StatPoll;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One drain: asks Envoy what {@link DrainRules} say is due, and tells them what Envoy said. */
final class Hold {
  /** For a call of a hold that has no time: Envoy answers in a few milliseconds. */
  private static final Duration LATE = Duration.ofMillis(100);

  private final EnvoyAdmin admin;
  private final EnvoyWatch watch;
  private final Ticker ticker;
  private final Witness witness;
  private final GapNote gaps;
  private final Asking asking;
  private StatPoll poll;
  private Plan polled;
  private Optional<Reading> last = Optional.empty();
  private boolean fresh;
  private boolean interrupted;
  private boolean nobodyListens;
  private boolean reborn;
  private Duration lastCall = Duration.ZERO;
  private @Nullable DrainTerms looked;
  private long next;

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
    this.witness = witness;
    this.gaps = new GapNote(log);
    this.asking = new Asking(admin, watch, marker, log);
    this.polled = plan;
    this.poll = new StatPoll(plan);
    // Until one is known, each answer is a reason to try again.
    this.fresh = !plan.known();
  }

  /**
   * Does what is due, looks once, and does what is due after that. Each phase is handed over as
   * soon as it is reached, so that an error doesn't make Envoy be asked twice.
   */
  void advance(Holding before, Consumer<DrainPhase> reached) {
    looked = before.terms();
    next = ticker.nanos() + DrainLoop.AFTER_ERROR.toNanos();
    DrainPhase phase = DrainRules.next(before, new Observation.Elapsed(ticker.nanos()));
    reached.accept(phase);
    phase = refreshed(act(phase, reached));
    reached.accept(phase);
    phase = look(phase);
    reached.accept(phase);
    phase = act(phase, reached);
    if (phase instanceof Holding still) {
      looked = still.terms();
      next = DrainRules.nextLook(still, ticker.nanos(), lastCall);
    }
  }

  /** Something was sent that Envoy can't undo. */
  boolean irreversible() {
    return asking.irreversible();
  }

  /** Its health check was failed by us, or may have been. */
  boolean failedReadiness() {
    return asking.failedReadiness();
  }

  /** At the last look nobody listened. */
  boolean nobodyListens() {
    return nobodyListens;
  }

  /** Another process answered than the one this drain began with. */
  boolean reborn() {
    return reborn;
  }

  /** Whether to {@link #advance}: it is time, or there is less time than there was. */
  boolean due(Holding phase) {
    return ticker.nanos() - next >= 0 || !phase.terms().equals(looked);
  }

  /** When to {@link #advance} again. */
  long next() {
    return next;
  }

  private DrainPhase act(DrainPhase before, Consumer<DrainPhase> reached) {
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
      Observation.Effect effect = asking.ask(due.get(), left(holding));
      phase = DrainRules.next(holding, new Observation.Acted(ticker.nanos(), due.get(), effect));
      reached.accept(phase);
      if (effect == Observation.Effect.RETRY) {
        return phase;
      }
    }
    return phase;
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
    AdminResult<Reading> result = poll.ask(admin, () -> left(phase));
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
      switch (watch.look(phase.terms().deadline())) {
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
    Plan plan = phase.terms().plan();
    boolean outdated = plan.outdated(reading);
    gaps.read(reading);
    DrainPhase next =
        DrainRules.next(
            phase,
            new Observation.Answered(
                at, outdated ? Reading.unknown("Envoy's listeners have changed") : reading));
    return next instanceof Holding holding && (outdated || !plan.known()) ? planned(holding) : next;
  }

  private DrainPhase failed(Holding phase, long at, Observation.Failure failure) {
    interrupted = true;
    witness.read(Reading.unknown("the last poll failed"));
    nobodyListens = failure == Observation.Failure.NOBODY_LISTENS;
    return DrainRules.next(phase, new Observation.Failed(at, failure));
  }

  /** The plan was made a while before the hook: once clients are told, it is made again. */
  private DrainPhase refreshed(DrainPhase phase) {
    if (fresh || !(phase instanceof Holding holding)) {
      return phase;
    }
    fresh = true;
    return planned(holding);
  }

  private DrainPhase planned(Holding phase) {
    long now = ticker.nanos();
    // Time has to be left to look at what the plan counts.
    Plan plan = watch.replan(now + (phase.terms().deadline() - now) / 2);
    return plan.known()
        ? DrainRules.next(phase, new Observation.Planned(ticker.nanos(), plan))
        : phase;
  }

  /** No call may pass the hold's end, but for those of a hold that had no time at all. */
  private Duration left(Holding phase) {
    long left = phase.terms().deadline() - ticker.nanos();
    return left > 0 ? Duration.ofNanos(left) : LATE;
  }
}
