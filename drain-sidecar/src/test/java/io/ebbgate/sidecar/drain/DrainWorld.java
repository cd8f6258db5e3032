package io.ebbgate.sidecar.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.drain.DrainPhase;
import io.ebbgate.core.testkit.ManualTicker;
import io.ebbgate.core.verdict.Trigger;
import io.ebbgate.core.verdict.Verdict;
import io.ebbgate.sidecar.drain.ScriptedEnvoy.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A sidecar and an Envoy to which everything may happen in any order, held to {@link DrainModel}.
 */
final class DrainWorld {
  private static final Duration SIGNAL_VALID = Duration.ofSeconds(30);
  private static final Set<Fault> LOST = Set.of(Fault.TIMED_OUT, Fault.BROKEN, Fault.ANSWER_LOST);
  private static final Duration STEADY = Duration.ofSeconds(2);

  /** The longest pause after a slow poll. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /** Where there is less time, not every call has its turn. */
  private static final Duration SHORTEST_WHOLE = Duration.ofSeconds(3);

  private final Path folder;
  private final SidecarStyle style;
  private final ManualTicker ticker = new ManualTicker(-5_000_000_000L);
  private final ScriptedEnvoy envoy = new ScriptedEnvoy(ticker);
  private final DrainModel model = new DrainModel();
  private final List<CompletableFuture<Verdict>> answers = new ArrayList<>();
  private DrainerHarness sidecar;
  private Optional<CompletableFuture<Verdict>> exit = Optional.empty();
  private long exitBy;
  private long terminatedAt;
  private boolean terminating;

  /** What this Envoy process has been asked to do by us, and whether that made it unready. */
  private final Set<String> taken = new HashSet<>();

  private final Set<String> takenNow = new HashSet<>();
  private boolean unreadyByUs;
  private boolean failedByUs;
  private boolean stopped;
  private boolean unreadyBefore;
  private boolean replacedNow;
  private int seenBefore;
  private boolean callingOff;
  private Optional<AssertionError> failure = Optional.empty();
  private long changedAt;
  private long slowUntil;
  private boolean faultInDrain;

  DrainWorld(Path folder, SidecarStyle style) {
    this.folder = folder;
    this.style = style;
    this.changedAt = ticker.nanos();
    this.slowUntil = ticker.nanos();
    this.sidecar = sidecar();
    envoy.changing = this::changing;
  }

  private DrainerHarness sidecar() {
    DrainerHarness started =
        new DrainerHarness(folder, style, DrainerHarness.pod("75s"), ticker, envoy);
    started.ended = this::ended;
    exit = Optional.empty();
    terminating = false;
    seenBefore = envoy.seen;
    return started;
  }

  /** Takes each step and checks what is promised after each. */
  void run(List<DrainStep> steps) {
    for (DrainStep step : steps) {
      mayStop();
      take(step);
      mayStop();
      check();
    }
  }

  /** A call without an answer may have stopped Envoy's listeners. */
  private void mayStop() {
    stopped |= model.open() && envoy.faultOf("/drain_listeners").filter(LOST::contains).isPresent();
  }

  private void take(DrainStep step) {
    switch (step) {
      case DrainStep.Pass(Duration time) -> pass(time);
      case DrainStep.Hook(Duration waited) -> ask(true, waited);
      case DrainStep.Control _ -> ask(false, Duration.ZERO);
      case DrainStep.Terminating _ -> {
        podTerminating();
        sidecar.terminating();
      }
      case DrainStep.CallOff _ -> callOff();
      case DrainStep.Sigterm _ -> sigterm();
      case DrainStep.Deadline(Duration grace) -> deadline(grace);
      case DrainStep.Rejected _ -> sidecar.refused();
      case DrainStep.HangUp _ ->
          answers.stream().filter(a -> !a.isDone()).findFirst().ifPresent(a -> a.cancel(false));
      case DrainStep.Crash _ -> crash();
      case DrainStep.Broken(var path, Fault fault) -> broken(path, fault);
      case DrainStep.Slow(Duration time) -> slow(time);
      case DrainStep.Healed _ -> healed();
      case DrainStep.EnvoyRestarted _ -> envoyRestarted();
      case DrainStep.Load(int connections, int requests) ->
          load(connections, requests, Optional.empty());
      case DrainStep.Gauge(String text) -> load(0, 0, Optional.of(text));
      case DrainStep.Listener(int requests) -> {
        envoy.added.add(requests);
        changedAt = ticker.nanos();
      }
      case DrainStep.WallClock(Duration by) -> envoy.clockMoved = envoy.clockMoved.plus(by);
    }
  }

  private void ask(boolean hook, Duration waited) {
    if (!model.open()) {
      takenNow.clear();
      unreadyBefore = envoy.draining;
      replacedNow = false;
      faultInDrain = !envoy.healthy() || ticker.nanos() - changedAt < STEADY.toNanos();
    }
    if (envoy.faultOf("/stats").equals(Optional.of(Fault.CONNECTION_REFUSED))) {
      model.gone();
    }
    if (hook && !model.hookWaits()) {
      changedAt = Math.max(changedAt, ticker.nanos());
    }
    sidecar.waited = waited;
    CompletableFuture<Verdict> answer = new CompletableFuture<>();
    model.asked(hook, ticker.nanos() - waited.toNanos(), ticker.nanos(), answer);
    answers.add(answer);
    sidecar.drain(hook, answer);
  }

  private void podTerminating() {
    terminating = true;
    terminatedAt = ticker.nanos();
    model.terminating(terminatedAt);
  }

  private void callOff() {
    boolean hook = model.hookWaits();
    callingOff = true;
    CancelResult result = sidecar.callOff();
    callingOff = false;
    if (result instanceof CancelResult.Canceled) {
      assertThat(hook).as("a hook waits for the drain that was called off").isFalse();
      assertThat(takenNow)
          .as("calls that stay")
          .noneMatch(call -> call.startsWith("/drain_listeners"));
      assertThat(sidecar.phase()).isInstanceOf(DrainPhase.Serving.class);
      assertThat(envoy.draining).as("unready after the call-off").isEqualTo(unreadyBefore);
      assertThat(answers.stream().filter(a -> !a.isCancelled()))
          .allMatch(CompletableFuture::isDone);
      model.over();
    }
  }

  private void sigterm() {
    long now = ticker.nanos();
    podTerminating();
    if (style == SidecarStyle.NATIVE) {
      model.cut();
      faultInDrain = true;
    }
    exitBy = exit.isPresent() ? exitBy : now + exitTime().toNanos();
    CompletableFuture<Verdict> stopped = sidecar.stop();
    exit = exit.or(() -> Optional.of(stopped));
  }

  private Duration exitTime() {
    return switch (style) {
      case NATIVE -> Duration.ofSeconds(1);
      case CLASSIC -> Duration.ofSeconds(3);
    };
  }

  private void deadline(Duration grace) {
    boolean over =
        sidecar.phase() instanceof DrainPhase.Released released
            && released.terms().trigger() == Trigger.DELETION;
    boolean held =
        sidecar.phase() instanceof DrainPhase.Holding holding
            && holding.terms().trigger() != Trigger.CONTROL;
    model.granted(grace, ticker.nanos(), over, held);
    sidecar.deadline(grace);
  }

  private void crash() {
    model.over();
    answers.clear();
    model.forget();
    sidecar = sidecar();
  }

  private void broken(Optional<String> path, Fault fault) {
    path.ifPresentOrElse(one -> envoy.faults.put(one, fault), () -> envoy.fail(fault));
    disturbed();
    if (fault == Fault.CONNECTION_REFUSED) {
      model.gone();
    }
  }

  private void slow(Duration time) {
    for (String path : List.of("/server_info", "/stats", "/listeners", "/config_dump")) {
      envoy.delays.put(path, time);
    }
    disturbed();
  }

  private void healed() {
    slowUntil = envoy.delays.isEmpty() ? slowUntil : ticker.nanos() + LONGEST_PAUSE.toNanos();
    envoy.heal();
    envoy.delays.clear();
    disturbed();
  }

  private void envoyRestarted() {
    envoy.restart();
    healed();
    taken.clear();
    unreadyByUs = false;
    failedByUs = false;
    stopped = false;
    unreadyBefore = false;
    replacedNow = model.open();
    seenBefore = envoy.seen;
    model.gone();
  }

  private void load(int connections, int requests, Optional<String> gauge) {
    sidecar.busy(connections, requests);
    envoy.accepted += connections;
    envoy.answered += requests;
    envoy.gauge = gauge;
    changedAt = ticker.nanos();
  }

  private void disturbed() {
    changedAt = ticker.nanos();
    faultInDrain = true;
  }

  private void pass(Duration time) {
    boolean recovering = recovering() && time.compareTo(Duration.ofSeconds(7)) >= 0;
    sidecar.pass(time);
    if (recovering && recovering()) {
      assertThat(envoy.draining && unreadyByUs && !stopped)
          .as("unready by us, without a drain or a deletion")
          .isFalse();
    }
  }

  /** Nothing is asked for, the pod stays, and Envoy answers: it has to be ready. */
  private boolean recovering() {
    return stays()
        && exit.isEmpty()
        && envoy.healthy()
        && sidecar.phase() instanceof DrainPhase.Serving
        && !model.open();
  }

  /** Envoy carries out a call that changes it. */
  private void changing(String target) {
    if (target.equals("/healthcheck/ok")) {
      assertThat(failedByUs && (callingOff || (stays() && !model.open())))
          .as("makes an Envoy ready that it made unready, and nothing else")
          .isTrue();
      unreadyByUs = false;
      failedByUs = false;
    } else {
      assertThat(model.open()).as("asked for a drain before " + target).isTrue();
      failedByUs |= target.equals("/healthcheck/fail");
      // What a process gets that came unnoticed within the hold is not marked as its own.
      unreadyByUs |=
          target.equals("/healthcheck/fail")
              && !envoy.draining
              && envoy.seen > seenBefore
              && !replacedNow;
    }
    stopped |= target.equals("/drain_listeners");
    taken.add(target);
    takenNow.add(target);
  }

  /** Whether the pod is not known to be deleted. */
  private boolean stays() {
    return !terminating || ticker.nanos() - terminatedAt > SIGNAL_VALID.toNanos();
  }

  /** The reporter survives a failure, so it is kept. */
  private void ended(Verdict verdict) {
    try {
      verdict.drain().ifPresent(_ -> drained(verdict));
    } catch (AssertionError e) {
      failure = failure.or(() -> Optional.of(e));
    }
  }

  private void drained(Verdict verdict) {
    long now = ticker.nanos();
    boolean steady = envoy.healthy() && now - changedAt >= STEADY.toNanos();
    model.ended(verdict, now, envoy.inFlight(), envoy.open(), steady);
    Duration budget = verdict.drain().get().timing().budget();
    // What was a restart's until the pod was deleted may be over by the deletion's deadline.
    boolean inTime = verdict.drain().get().timing().hold().compareTo(budget) <= 0;
    boolean done = verdict.outcome() == Outcome.CLEAN || verdict.outcome() == Outcome.LINGERED;
    if (done && inTime && !faultInDrain && budget.compareTo(SHORTEST_WHOLE) >= 0) {
      assertThat(taken)
          .as("a whole drain")
          .contains(DrainerHarness.ANNOUNCE, "/healthcheck/fail", "/drain_listeners");
      assertThat(envoy.draining).as("unready at the end of a drain").isTrue();
    }
    if (verdict.drain().get().trigger() != Trigger.CONTROL) {
      model.forget();
    }
    assertThat(sidecar.message()).contains("\"provisional\":false");
  }

  private void check() {
    failure.ifPresent(e -> {
      throw e;
    });
    long now = ticker.nanos();
    boolean calm = envoy.healthy() && envoy.open() == 0;
    model.check(now, calm ? Optional.of(Math.max(changedAt, slowUntil)) : Optional.empty());
    if (exit.filter(CompletableFuture::isDone).isPresent()) {
      assertThat(model.open()).as("exits while a caller waits").isFalse();
      crash();
    } else if (exit.isPresent() && (style == SidecarStyle.NATIVE || !model.open())) {
      assertThat(now - exitBy).as("overdue exit").isLessThan(0);
    } else {
      exitBy = Math.max(exitBy, now + exitTime().toNanos());
    }
    if (sidecar.phase() instanceof DrainPhase.Released) {
      assertThat(model.open()).as("released, and a caller waits").isFalse();
    }
  }
}
