package io.ebbgate.sidecar.drain;

import io.ebbgate.core.drain.ActionRules;
import io.ebbgate.core.drain.AdminAction;
import io.ebbgate.core.drain.DrainPhase;
import io.ebbgate.core.drain.DrainPhase.Closing;
import io.ebbgate.core.drain.DrainPhase.Holding;
import io.ebbgate.core.drain.DrainRules;
import io.ebbgate.core.drain.DrainTerms;
import io.ebbgate.core.drain.HealthChecks;
import io.ebbgate.core.drain.Observation;
import io.ebbgate.core.drain.Observation.Failure;
import io.ebbgate.core.drain.Plan;
import io.ebbgate.core.drain.Reading;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.sidecar.envoy.AdminCall;
import io.ebbgate.sidecar.envoy.AdminResult;
import io.ebbgate.sidecar.envoy.EnvoyAdmin;
import io.ebbgate.sidecar.envoy.StatPoll;
import io.ebbgate.sidecar.log.JsonLog;
import io.ebbgate.sidecar.log.LogKeys;
import io.ebbgate.sidecar.report.DrainListener;
import io.ebbgate.sidecar.watch.DrainMarker;
import io.ebbgate.sidecar.watch.EnvoyWatch;
import io.ebbgate.sidecar.watch.SocketView;
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
  private final SocketView sockets;
  private final ConnectionCloser closer;
  private StatPoll poll;
  private Plan polled;
  private Count accepted = Count.unknown("not read yet");
  private boolean replanned;
  private boolean interrupted;

  /** A call had no answer. */
  private boolean silent;

  private boolean connectionRefused;
  private boolean envoyReplaced;

  /** Of the Envoy that was asked to drain. */
  private long epoch;

  private boolean gapLogged;
  private boolean checksLogged;
  private @Nullable DrainTerms polledTerms;
  private long next;
  private final PollPace pace;

  DrainWorker(
      EnvoyAdmin admin,
      EnvoyWatch watch,
      Ticker ticker,
      DrainMarker marker,
      DrainListener listener,
      JsonLog log,
      SocketView sockets,
      ConnectionCloser closer,
      Plan plan) {
    this.admin = admin;
    this.watch = watch;
    this.ticker = ticker;
    this.listener = listener;
    this.log = log;
    this.sockets = sockets;
    this.closer = closer;
    this.actions = new AdminActions(admin, watch, marker, log);
    this.polled = plan;
    this.poll = new StatPoll(plan);
    // A blind plan is replaced after the first answer of Envoy, whenever that comes.
    this.replanned = !plan.known();
    this.epoch = watch.epoch();
    this.pace = new PollPace(ticker.nanos());
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
    DrainPhase phase = closedByForce(before);
    if (phase instanceof Holding still) {
      phase = DrainRules.next(still, new Observation.Elapsed(ticker.nanos()));
    }
    reached.accept(phase);
    if (!silent) {
      phase = act(phase, reached);
    }
    // Where nothing answers, only what costs nothing is asked.
    if (silent) {
      phase = askedWhetherItAnswers(phase);
      reached.accept(phase);
    }
    if (!silent && phase instanceof Holding holding && pace.isDue(holding, ticker.nanos())) {
      phase = poll(holding);
      reached.accept(phase);
    }
    if (!silent) {
      phase = act(replannedOnce(phase), reached);
      reached.accept(phase);
    }
    watch.inventory().ifPresent(listener::listed);
    if (phase instanceof Holding still) {
      polledTerms = still.terms();
      next = pace.nextLook(still, ticker.nanos());
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
      silent |= effect == Observation.Effect.RETRY;
      phase = DrainRules.next(holding, new Observation.Acted(ticker.nanos(), due.get(), effect));
      reached.accept(phase);
    }
    return phase;
  }

  private DrainPhase closedByForce(Holding before) {
    return before instanceof Closing phase
        ? closer.close(phase).map(seen -> DrainRules.next(phase, seen)).orElse(phase)
        : before;
  }

  private DrainPhase poll(Holding phase) {
    if (!phase.terms().plan().equals(polled)) {
      polled = phase.terms().plan();
      poll = new StatPoll(polled);
    }
    long began = ticker.nanos();
    AdminResult<Reading> result = poll.ask(admin, () -> left(phase));
    long at = ticker.nanos();
    pace.polled(began, at);
    return switch (result) {
      case AdminResult.Answered<Reading>(Reading reading) -> answered(phase, reading, at);
      case AdminResult.ConnectionRefused<Reading> _ ->
          failed(phase, at, Failure.CONNECTION_REFUSED);
      case AdminResult.TimedOut<Reading> _ when at - phase.terms().deadline() >= 0 ->
          failed(phase, at, Failure.NO_ANSWER);
      case AdminResult.TimedOut<Reading> _ ->
          cheapCall(phase)
              .map(failure -> failed(phase, at, failure))
              .orElseGet(() -> withoutStatistics(phase));
      case AdminResult.Status<Reading> _, AdminResult.Broken<Reading> _ ->
          failed(phase, at, Failure.NO_ANSWER);
    };
  }

  private DrainPhase askedWhetherItAnswers(DrainPhase phase) {
    if (!(phase instanceof Holding holding)) {
      return phase;
    }
    silent = false;
    return cheapCall(holding)
        .map(failure -> failed(holding, ticker.nanos(), failure))
        .orElse(holding);
  }

  /** Why Envoy doesn't answer even what costs it nothing; empty where it does. */
  private Optional<Failure> cheapCall(Holding phase) {
    return switch (admin.call(AdminCall.ready().within(left(phase)))) {
      case AdminResult.Answered<AdminCall.Taken> _, AdminResult.Status<AdminCall.Taken> _ ->
          Optional.empty();
      case AdminResult.ConnectionRefused<AdminCall.Taken> _ ->
          Optional.of(Failure.CONNECTION_REFUSED);
      case AdminResult.TimedOut<AdminCall.Taken> _, AdminResult.Broken<AdminCall.Taken> _ ->
          Optional.of(Failure.NO_ANSWER);
    };
  }

  /** Envoy answers, but its statistics did not come in time. */
  private DrainPhase withoutStatistics(Holding phase) {
    Reading reading =
        withSockets(Reading.unknown("the statistics did not come in time"), phase.terms().plan());
    long at = ticker.nanos();
    if (reading.sockets().isEmpty()) {
      return failed(phase, at, Failure.SLOW);
    }
    listener.polled(reading);
    return DrainRules.next(phase, new Observation.Answered(at, reading));
  }

  private DrainPhase answered(Holding phase, Reading statistics, long at) {
    Plan plan = phase.terms().plan();
    boolean outdated = plan.outdated(statistics);
    Reading reading =
        !outdated && DrainRules.needsSockets(phase, statistics)
            ? withSockets(statistics, plan)
            : statistics;
    listener.polled(reading);
    // Who took over in a hot restart shows by its epoch, if by nothing else.
    interrupted |= outdated || accepted.moreThan(statistics.accepted());
    if (interrupted) {
      switch (watch.poll(phase.terms().deadline())) {
        case SUCCEEDED -> {
          replanned = false;
          return replannedOnce(phase);
        }
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
    silent = false;
    accepted = statistics.accepted() instanceof Count.Known ? statistics.accepted() : accepted;
    if (outdated && !replanned) {
      return replannedOnce(phase);
    }
    logGap(reading);
    DrainPhase next =
        DrainRules.next(
            phase,
            new Observation.Answered(
                at, outdated ? Reading.unknown("Envoy's listeners have changed") : reading));
    if (next instanceof Holding holding) {
      logHealthChecks(holding);
    }
    return next instanceof Holding holding && (outdated || !plan.known())
        ? planned(holding, watch.replan(readDeadline(holding)))
        : next;
  }

  /** The drain goes on with the Envoy that took over, as it began with the one before. */
  private DrainPhase takenOver(Holding phase) {
    epoch = Math.min(epoch, watch.epoch());
    if (watch.epoch() == epoch) {
      return phase;
    }
    log.info("another Envoy took over in a hot restart; the drain goes on with it");
    epoch = watch.epoch();
    interrupted = false;
    connectionRefused = false;
    silent = false;
    accepted = Count.unknown("another Envoy took over");
    actions.begin();
    return DrainRules.next(phase, new Observation.TakenOver(ticker.nanos()));
  }

  /** Asking the kernel is a part of the poll, so that many connections are asked for less often. */
  private Reading withSockets(Reading statistics, Plan plan) {
    long began = ticker.nanos();
    Reading reading = sockets.add(statistics, plan);
    pace.prolonged(ticker.nanos() - began);
    return reading;
  }

  private DrainPhase failed(Holding phase, long at, Failure failure) {
    interrupted = true;
    silent = failure != Failure.SLOW;
    listener.polled(Reading.unknown("the last poll failed"));
    connectionRefused = failure == Failure.CONNECTION_REFUSED;
    return DrainRules.next(phase, new Observation.Failed(at, failure));
  }

  /** Logs once what can't be counted, since it may keep the drain until its deadline. */
  private void logGap(Reading reading) {
    Optional<String> gap = gapLogged ? Optional.empty() : reading.gap();
    gapLogged |= gap.isPresent();
    gap.ifPresent(
        cause -> log.warn("connections or requests can't be counted", LogKeys.CAUSE, cause));
  }

  /** Logs once that new connections restart no clock. */
  private void logHealthChecks(Holding phase) {
    Optional<HealthChecks> checks = checksLogged ? Optional.empty() : phase.healthChecks();
    checksLogged |= checks.isPresent();
    checks.ifPresent(found ->
        log.info("health checks of a load balancer found", LogKeys.CAUSE, found.sentence()));
  }

  /**
   * The plan is from before the hook: once clients are informed, and what is left has been counted
   * before they go, it is made again, by an Envoy that answers.
   */
  private DrainPhase replannedOnce(DrainPhase phase) {
    if (replanned || !(phase instanceof Holding holding)) {
      return phase;
    }
    replanned = true;
    return planned(holding, watch.refreshed(readDeadline(holding)));
  }

  /** Time has to be left to poll what the plan counts. */
  private long readDeadline(Holding phase) {
    long now = ticker.nanos();
    return now + (phase.terms().deadline() - now) / 2;
  }

  private DrainPhase planned(Holding phase, Plan plan) {
    return plan.known() && takenOver(phase) instanceof Holding holding
        ? DrainRules.next(holding, new Observation.Planned(ticker.nanos(), plan))
        : phase;
  }

  /** The limit of a call: until the drain's deadline. */
  private Duration left(Holding phase) {
    long left = phase.terms().deadline() - ticker.nanos();
    return left > 0 ? Duration.ofNanos(left) : LATE;
  }
}
