package io.ebbgate.sidecar.drain;

import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.drain.DrainPhase;
import io.ebbgate.core.drain.DrainPhase.Holding;
import io.ebbgate.core.drain.DrainPhase.Released;
import io.ebbgate.core.drain.DrainPhase.Serving;
import io.ebbgate.core.drain.DrainRules;
import io.ebbgate.core.drain.DrainTerms;
import io.ebbgate.core.drain.Observation;
import io.ebbgate.core.drain.Plan;
import io.ebbgate.core.drain.Planner;
import io.ebbgate.core.drain.PodTerms;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.core.verdict.Trigger;
import io.ebbgate.core.verdict.Verdict;
import io.ebbgate.sidecar.report.DrainReporter;
import io.ebbgate.sidecar.watch.DrainMarker;
import io.ebbgate.sidecar.watch.EnvoyWatch;
import io.ebbgate.sidecar.watch.IdlePolling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The state machine of the sidecar: holds the drain's phase, carries out commands, does what is due
 * and completes the waiters. Used by the thread of {@link DrainLoop} alone. It never starts a drain
 * without a command.
 */
final class Drainer {
  /** A hook without a signal that the pod terminates is a probe's restart after this time. */
  static final Duration TERMINATING_WAIT = Duration.ofMillis(300);

  /** A drain that was requested and whose trigger may not be known yet. */
  private record Requested(Command.Drain command, Plan plan) {}

  private final Ticker ticker;
  private final PodTerms pod;
  private final EnvoyWatch watch;
  private final Function<Plan, DrainWorker> workers;
  private final DrainReporter reporter;
  private final IdlePolling polling;
  private final DrainMarker marker;
  private final Optional<ReleaseNotice> notice;
  private final ExitWaiters exit;
  private final PendingSignals signals = new PendingSignals();
  private volatile DrainPhase phase = new Serving();
  private Optional<Requested> requested = Optional.empty();
  private Optional<DrainWorker> worker = Optional.empty();

  /** Waiting for the verdict of the drain at hand; the kubelet is one of them if a hook waits. */
  private final List<CompletableFuture<Verdict>> waiters = new ArrayList<>();

  private boolean hookWaits;
  private final DrainedEnvoy drained;

  Drainer(
      Ticker ticker,
      PodTerms pod,
      SidecarStyle style,
      EnvoyWatch watch,
      Function<Plan, DrainWorker> workers,
      DrainReporter reporter,
      IdlePolling polling,
      DrainMarker marker,
      Optional<ReleaseNotice> notice) {
    this.ticker = ticker;
    this.pod = pod;
    this.exit = new ExitWaiters(style);
    this.watch = watch;
    this.drained = new DrainedEnvoy(ticker, watch);
    this.workers = workers;
    this.reporter = reporter;
    this.polling = polling;
    this.marker = marker;
    this.notice = notice;
  }

  /** The drain's phase; may be read on any thread. */
  DrainPhase phase() {
    return phase;
  }

  /** Does what is due and returns when the next step is due, in nanoseconds of the ticker. */
  long step() {
    if (requested.isPresent()) {
      return startOnceTriggerIsKnown(requested.get());
    }
    return switch (phase) {
      case Serving _ -> idle();
      case Holding holding -> advance(holding);
      case Released released -> rest(released);
    };
  }

  /** Carries out one command. */
  void accept(Command command) {
    switch (command) {
      case Command.Drain drain -> drain(drain);
      case Command.Cancel cancel -> cancel.answer().complete(cancel());
      case Command.PodTerminating(long at) -> podTerminating(at);
      case Command.HookRejected(long at) -> signals.hookRejected(at);
      case Command.Deadline(long at, Duration grace) -> deadline(at, grace);
      case Command.Registration(long at, boolean registered) -> registration(at, registered);
      case Command.Stop stop -> stop(stop);
    }
  }

  private void drain(Command.Drain command) {
    if (phase instanceof Released released
        && !drained.answers(command, isDeletion(released), graceEnd(command))) {
      serveAgain(released);
    }
    switch (phase) {
      case Serving _ -> request(command);
      case Holding holding when command.hook() && holding.terms().trigger() == Trigger.CONTROL ->
          request(command);
      case Holding _ -> join(command);
      case Released released -> command.answer().complete(reporter.verdict(released));
    }
  }

  private void join(Command.Drain command) {
    waiters.add(command.answer());
    hookWaits |= command.hook();
  }

  /** Many requests make one drain; a hook goes before the control port. */
  private void request(Command.Drain command) {
    join(command);
    if (requested.filter(first -> first.command().hook() || !command.hook()).isEmpty()) {
      // The drain starts even if an error keeps the plan from being made.
      requested = Optional.of(new Requested(command, Planner.blind("it was not read yet")));
      requested = Optional.of(new Requested(command, watch.planAtHand(graceEnd(command))));
    }
  }

  private long graceEnd(Command.Drain command) {
    return command.acceptedAt() + signals.granted(command.at(), pod.grace()).toNanos();
  }

  private long startOnceTriggerIsKnown(Requested first) {
    long at = first.command().at();
    long known = at + TERMINATING_WAIT.toNanos();
    if (!first.command().hook()) {
      return start(first, Trigger.CONTROL);
    }
    if (signals.isPodTerminating(at)) {
      return start(first, Trigger.DELETION);
    }
    return ticker.nanos() - known >= 0 ? start(first, Trigger.RESTART) : known;
  }

  private long start(Requested first, Trigger trigger) {
    long at = first.command().at();
    // The control port's drain has no grace period; the hook that may follow has.
    Duration granted = trigger == Trigger.CONTROL ? pod.grace() : signals.granted(at, pod.grace());
    DrainTerms terms = pod.begin(trigger, first.command().acceptedAt(), first.plan(), granted);
    requested = Optional.empty();
    switch (phase) {
      case Serving serving -> {
        worker = Optional.of(workers.apply(first.plan()));
        enter(serving.announce(terms, watch.answered(), polling.traffic()));
      }
      // The kubelet counts the grace period from its hook, whatever the control port began before.
      case Holding holding ->
          enter(DrainRules.next(holding, new Observation.Hooked(ticker.nanos(), terms)));
      case Released _ -> {} // All waiters have their answer.
    }
    signals.registered(at).ifPresent(registered -> registration(at, registered));
    return ticker.nanos();
  }

  private long advance(Holding holding) {
    DrainWorker current = worker.orElseThrow();
    // A command is no reason to poll Envoy more often.
    if (current.due(holding)) {
      current.advance(holding, this::enter);
    }
    return phase instanceof Holding ? current.next() : ticker.nanos();
  }

  private long idle() {
    long now = ticker.nanos();
    if (exit.due(now)) {
      boolean rejected = signals.wasHookRejected(pod.settings().gatewayExit());
      Outcome outcome = rejected ? Outcome.REFUSED : Outcome.NOT_ASKED;
      exit.complete(reporter.noDrain(outcome));
    }
    return exit.dueOr(polling.serving(signals.isPodTerminating(now) || exit.requested()));
  }

  private long rest(Released released) {
    if (exit.due(ticker.nanos())) {
      exit.complete(reporter.verdict(released));
    }
    long next = polling.released();
    return watch.replacedSinceDrain() ? serveAgain(released) : exit.dueOr(next);
  }

  private long serveAgain(Released released) {
    if (watch.replacedSinceDrain() && !marker.names(watch.startedAt())) {
      marker.remove();
    }
    enter(released.serve());
    polling.soon();
    return ticker.nanos();
  }

  /** The kubelet has its answer for this pod: no other hook follows. */
  private static boolean isDeletion(Released released) {
    return released.terms().trigger() == Trigger.DELETION;
  }

  /** A drain that was taken for a restart's may be the deletion's after all. */
  private void podTerminating(long at) {
    signals.podTerminating(at);
    if (phase instanceof Holding holding) {
      Duration granted = signals.granted(at, pod.grace());
      enter(DrainRules.next(holding, new Observation.Terminating(at, granted)));
    }
  }

  private void deadline(long at, Duration grace) {
    // After a deletion it is too late, and belongs to no other drain.
    if (phase instanceof Released released && isDeletion(released)) {
      return;
    }
    signals.grace(at, grace);
    if (phase instanceof Holding holding && holding.terms().trigger() != Trigger.CONTROL) {
      enter(DrainRules.next(holding, new Observation.Shortened(at, grace)));
    }
  }

  private void registration(long at, boolean registered) {
    signals.registration(at, registered);
    if (phase instanceof Holding holding) {
      long now = ticker.nanos();
      enter(DrainRules.next(holding, new Observation.Registration(now, registered)));
    }
  }

  private void stop(Command.Stop command) {
    exit.add(command);
    podTerminating(command.at());
    if (exit.immediate()) {
      requested.ifPresent(first -> start(first, Trigger.DELETION));
      if (phase instanceof Holding holding) {
        cut(holding);
      }
    }
    if (phase instanceof Released released && isDeletion(released)) {
      exit.complete(reporter.verdict(released));
    }
  }

  private CancelResult cancel() {
    return switch (phase) {
      case Serving _ -> new CancelResult.Rejected("No drain is running.");
      case Released _ -> new CancelResult.Rejected("The drain is over.");
      case Holding holding -> cancel(holding, worker.orElseThrow());
    };
  }

  private CancelResult cancel(Holding holding, DrainWorker current) {
    if (hookWaits) {
      return new CancelResult.Rejected(
          "The kubelet waits for this drain; without it the gateway would be stopped at once.");
    }
    Optional<String> objection = current.undo();
    if (objection.isPresent()) {
      return new CancelResult.Rejected(objection.get());
    }
    marker.remove();
    Verdict verdict = reporter.canceled(holding);
    enter(holding.release(ticker.nanos(), verdict.outcome()).serve());
    complete(verdict);
    return new CancelResult.Canceled();
  }

  /** Enters a phase, or keeps it with what was observed; reports a change of phase. */
  private void enter(DrainPhase next) {
    DrainPhase before = phase;
    phase = next;
    try {
      if (before.getClass() != next.getClass() || DrainReporter.starts(before, next)) {
        reporter.phaseChanged(before, next);
      }
    } finally {
      if (next instanceof Released released && before instanceof Holding) {
        // After the report, which has to be there even if SIGKILL follows.
        if (!exit.requested() || !exit.immediate()) {
          notice.ifPresent(each -> each.send(released));
        }
        release(released);
        afterDrain(released);
      }
    }
  }

  /** Ends a drain that may not go on: its provisional verdict becomes final. */
  private void cut(Holding holding) {
    boolean exited = worker.filter(DrainWorker::connectionRefused).isPresent();
    Outcome outcome = exited ? Outcome.PROXY_EXITED : reporter.provisional(holding).outcome();
    enter(holding.release(ticker.nanos(), outcome));
  }

  private void release(Released released) {
    Verdict verdict = reporter.verdict(released);
    complete(verdict);
    if (exit.requested() && isDeletion(released)) {
      exit.complete(verdict);
    }
  }

  private void complete(Verdict verdict) {
    waiters.forEach(answer -> answer.complete(verdict));
    waiters.clear();
    requested = Optional.empty();
    hookWaits = false;
  }

  private void afterDrain(Released released) {
    // A hook may end at once what the control port began: the end's trigger counts.
    if (released.terms().trigger() != Trigger.CONTROL) {
      signals.used();
    }
    drained.drainEnded();
    watch.drainEnded(
        worker.filter(DrainWorker::envoyReplaced).isPresent(),
        released.outcome() == Outcome.PROXY_EXITED);
  }

  /**
   * Recovers from an unexpected error: the drain goes on, but not past its deadline, and the
   * waiters of one that is over get their answer.
   */
  void recover() {
    if (phase instanceof Holding holding && ticker.nanos() - holding.terms().deadline() >= 0) {
      cut(holding);
    }
    if (phase instanceof Released released) {
      release(released);
    }
  }
}
