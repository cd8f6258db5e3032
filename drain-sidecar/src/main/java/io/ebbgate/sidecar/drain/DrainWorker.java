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
import io.ebbgate.sidecar.log.JsonLog;
import io.ebbgate.sidecar.log.LogKeys;
import io.ebbgate.sidecar.report.DrainListener;
import io.ebbgate.sidecar.watch.DrainMarker;
import io.ebbgate.sidecar.watch.EnvoyWatch;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Works through one drain: sends the actions that are due by {@link DrainRules}, polls Envoy, and
 * hands each observation to the rules.
 */
final class DrainWorker {
  /** The pause after an unexpected error. */
  static final Duration AFTER_ERROR = Duration.ofMillis(100);

  /** The limit of a call after the deadline: Envoy answers in a few milliseconds. */
  private static final Duration LATE = Duration.ofMillis(100);

  private final EnvoyAdmin admin;
  private final EnvoyWatch watch;
  private final Ticker ticker;
  private final DrainListener listener;
  private final JsonLog log;
  private final AdminActions actions;
  private StatPoll poll;
  private Plan polled;
  private Optional<Reading> last = Optional.empty();
  private boolean replanned;
  private boolean interrupted;
  private boolean connectionRefused;
  private boolean envoyReplaced;
  private boolean gapLogged;
  private Duration lastCall = Duration.ZERO;
  private @Nullable DrainTerms polledTerms;
  private long next;

  DrainWorker(
      EnvoyAdmin admin,
      EnvoyWatch watch,
      Ticker ticker,
      DrainMarker marker,
      DrainListener listener,
      JsonLog log,
      Plan plan) {
    this.admin = admin;
    this.watch = watch;
    this.ticker = ticker;
    this.listener = listener;
    this.log = log;
    this.actions = new AdminActions(admin, watch, marker, log);
    this.polled = plan;
    this.poll = new StatPoll(plan);
    // A blind plan is replaced after the first answer of Envoy, whenever that comes.
    this.replanned = !plan.known();
  }

  /**
   * Sends what is due, polls once, and sends what is due after that.
   *
   * @param reached gets each phase as soon as it is reached, so that no action is sent again after
   *     an unexpected error
   */
  void advance(Holding before, Consumer<DrainPhase> reached) {
    polledTerms = before.terms();
    next = ticker.nanos() + AFTER_ERROR.toNanos();
    DrainPhase phase = DrainRules.next(before, new Observation.Elapsed(ticker.nanos()));
    reached.accept(phase);
    phase = replannedOnce(act(phase, reached));
    reached.accept(phase);
    phase = poll(phase);
    reached.accept(phase);
    phase = act(phase, reached);
    if (phase instanceof Holding still) {
      polledTerms = still.terms();
      next = DrainRules.nextLook(still, ticker.nanos(), lastCall);
    }
  }

  /** Undoes what was sent; a sentence if that is impossible or Envoy doesn't accept it. */
  Optional<String> undo() {
    return actions.undo();
  }

  /** Whether the last poll's connection was refused. */
  boolean connectionRefused() {
    return connectionRefused;
  }

  /** Whether another process answered than the one this drain started with. */
  boolean envoyReplaced() {
    return envoyReplaced;
  }

  /** Whether {@link #advance} is due: it is time, or the terms have changed. */
  boolean due(Holding phase) {
    return ticker.nanos() - next >= 0 || !phase.terms().equals(polledTerms);
  }

  /** When {@link #advance} is due again, in nanoseconds of the ticker. */
  long next() {
    return next;
  }

  private DrainPhase act(DrainPhase before, Consumer<DrainPhase> reached) {
    DrainPhase phase = before;
    Set<AdminAction> tried = EnumSet.noneOf(AdminAction.class);
    while (phase instanceof Holding holding) {
      Optional<AdminAction> due = ActionRules.due(holding, ticker.nanos(), tried);
      if (due.isEmpty()) {
        return phase;
      }
      tried.add(due.get());
      Observation.Effect effect = actions.send(due.get(), left(holding));
      phase = DrainRules.next(holding, new Observation.Acted(ticker.nanos(), due.get(), effect));
      reached.accept(phase);
    }
    return phase;
  }

  private DrainPhase poll(DrainPhase before) {
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
      case AdminResult.ConnectionRefused<Reading> _ ->
          failed(phase, at, Observation.Failure.CONNECTION_REFUSED);
      case AdminResult.Status<Reading> _,
          AdminResult.TimedOut<Reading> _,
          AdminResult.Broken<Reading> _ ->
          failed(phase, at, Observation.Failure.NO_ANSWER);
    };
  }

  private DrainPhase answered(Holding phase, Reading reading, long at) {
    listener.polled(reading);
    boolean backwards = last.filter(l -> l.accepted().moreThan(reading.accepted())).isPresent();
    interrupted |= backwards;
    if (interrupted) {
      switch (watch.poll(phase.terms().deadline())) {
        case REPLACED -> {
          if (!watch.wasThereAt(phase.terms().startedAt())) {
            envoyReplaced = true;
            return DrainRules.next(phase, new Observation.Reborn(at));
          }
          // It came before this drain, which is its own; only the plan is of the one before it.
          interrupted = false;
          replanned = false;
        }
        case SAME -> interrupted = false;
        case EXITED, SILENT -> {
          // Still unknown; asked again with the next poll.
        }
      }
    }
    connectionRefused = false;
    last = Optional.of(reading);
    Plan plan = phase.terms().plan();
    boolean outdated = plan.outdated(reading);
    logGap(reading);
    DrainPhase next =
        DrainRules.next(
            phase,
            new Observation.Answered(
                at, outdated ? Reading.unknown("Envoy's listeners have changed") : reading));
    return next instanceof Holding holding && (outdated || !plan.known()) ? planned(holding) : next;
  }

  private DrainPhase failed(Holding phase, long at, Observation.Failure failure) {
    interrupted = true;
    listener.polled(Reading.unknown("the last poll failed"));
    connectionRefused = failure == Observation.Failure.CONNECTION_REFUSED;
    return DrainRules.next(phase, new Observation.Failed(at, failure));
  }

  /** Logs once what can't be counted, since it may keep the drain until its deadline. */
  private void logGap(Reading reading) {
    Optional<String> gap = gapLogged ? Optional.empty() : reading.gap();
    gapLogged |= gap.isPresent();
    gap.ifPresent(
        cause -> log.warn("connections or requests can't be counted", LogKeys.CAUSE, cause));
  }

  /** The plan is from before the hook: once clients are informed, it is made again. */
  private DrainPhase replannedOnce(DrainPhase phase) {
    if (replanned || !(phase instanceof Holding holding)) {
      return phase;
    }
    replanned = true;
    return planned(holding);
  }

  private DrainPhase planned(Holding phase) {
    long now = ticker.nanos();
    // Time has to be left to poll what the plan counts.
    Plan plan = watch.replan(now + (phase.terms().deadline() - now) / 2);
    return plan.known()
        ? DrainRules.next(phase, new Observation.Planned(ticker.nanos(), plan))
        : phase;
  }

  /** The limit of a call: until the drain's deadline. */
  private Duration left(Holding phase) {
    long left = phase.terms().deadline() - ticker.nanos();
    return left > 0 ? Duration.ofNanos(left) : LATE;
  }
}
