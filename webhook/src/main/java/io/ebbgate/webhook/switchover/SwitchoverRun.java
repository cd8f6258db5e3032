package io.ebbgate.webhook.switchover;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.config.DurationText;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.core.switchover.GatewayPod;
import io.ebbgate.core.switchover.SwitchoverEnd;
import io.ebbgate.core.switchover.SwitchoverFacts;
import io.ebbgate.core.switchover.SwitchoverFacts.CommandState;
import io.ebbgate.core.switchover.SwitchoverOrder;
import io.ebbgate.core.switchover.SwitchoverPhase;
import io.ebbgate.core.switchover.SwitchoverPhase.Next;
import io.ebbgate.core.switchover.SwitchoverStep;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.webhook.cluster.ForbiddenException;
import io.ebbgate.webhook.switchover.PodView.Question;
import io.ebbgate.webhook.switchover.SwitchoverResult.PodResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Carries out a switchover: gathers facts, asks the plan what is next, and does it. However it
 * ends, clients are let in at every pod that answers; one that does not lets them in by itself at
 * the deadline.
 */
final class SwitchoverRun {
  /** For letting clients in once the operator has interrupted. */
  static final Duration AFTER_INTERRUPT = Duration.ofSeconds(5);

  /** After calls that were refused. */
  private static final Duration RETRY = Duration.ofMillis(100);

  private final SwitchoverOrder order;
  private final SwitchoverRequest request;
  private final GatewayView view;
  private final PodEviction eviction;
  private final OperatorCommand command;
  private final Progress progress;
  private final Ticker ticker;
  private final List<String> notes = new ArrayList<>();
  private final Map<String, GatewayPod> proofs = new HashMap<>();
  private final long began;
  private boolean pastChecks;
  private Optional<Long> interruptedAt = Optional.empty();
  private Optional<Long> closedAt = Optional.empty();
  private Optional<Long> letInAt = Optional.empty();

  SwitchoverRun(
      SwitchoverOrder order,
      SwitchoverRequest request,
      GatewayView view,
      PodEviction eviction,
      OperatorCommand command,
      Progress progress,
      Ticker ticker) {
    this.order = order;
    this.request = request;
    this.view = view;
    this.eviction = eviction;
    this.command = command;
    this.progress = progress;
    this.ticker = ticker;
    began = ticker.nanos();
  }

  /** Runs it to its end. An interrupt of this thread ends it early, with clients let in. */
  SwitchoverResult run() {
    SwitchoverEnd end = SwitchoverEnd.INTERRUPTED;
    try {
      end = carriedOut();
    } finally {
      cleanUp();
    }
    for (PodView left : view.unreleased()) {
      notes.add(
          "Pod %s could not be told to let clients in; it does by itself %s after the beginning at the latest."
              .formatted(left.pod().name(), DurationText.format(order.deadline())));
    }
    return new SwitchoverResult(
        end,
        pastChecks,
        Duration.ofNanos(ticker.nanos() - began),
        closedAt.map(this::keptOut),
        command.exitCode().isPresent() ? command.exitCode() : OptionalInt.empty(),
        view.all().stream().map(this::result).toList(),
        notes);
  }

  /** None where clients were let in before the moment at which all pods begin. */
  private Duration keptOut(long from) {
    return Duration.ofNanos(Math.max(0, letInAt.orElse(ticker.nanos()) - from));
  }

  private SwitchoverEnd carriedOut() {
    SwitchoverPhase phase = SwitchoverPhase.begin();
    while (true) {
      try {
        Next next = phase.next(order, facts(phase));
        report(phase, next.phase());
        phase = next.phase();
        if (next.step() instanceof SwitchoverStep.Ended(SwitchoverEnd end)) {
          return end;
        }
        pastChecks = true;
        carryOut(next.step());
      } catch (InterruptedException _) {
        if (interruptedAt.isEmpty()) {
          interruptedAt = Optional.of(ticker.nanos());
          progress.line("interrupted: letting clients in");
        }
      } catch (ForbiddenException e) {
        notes.add(e.getMessage());
        return SwitchoverEnd.NOT_RESTARTED;
      }
      if (interruptedAt.isPresent()
          && ticker.nanos() - interruptedAt.get() > AFTER_INTERRUPT.toNanos()) {
        return SwitchoverEnd.INTERRUPTED;
      }
    }
  }

  /** One step of the clean-up, within its limits. */
  @FunctionalInterface
  private interface CleanUp {
    void carryOut() throws InterruptedException;
  }

  /** The last net, for whatever ended the loop. A signal breaks off none of it. */
  private void cleanUp() {
    toItsEnd(view::letInEverywhere);
    toItsEnd(view::endClosesAgain);
    toItsEnd(command::stop);
    if (command.state() == CommandState.RUNNING) {
      notes.add("The command was asked to end and still runs.");
    }
  }

  /** The thread is interrupted once, by the first signal; the step is then carried out anew. */
  private static void toItsEnd(CleanUp step) {
    for (int i = 0; i < 2; i++) {
      try {
        step.carryOut();
        return;
      } catch (InterruptedException _) {
        // What it asks for is being done.
      }
    }
  }

  private SwitchoverFacts facts(SwitchoverPhase phase) throws InterruptedException {
    List<GatewayPod> pods = view.look(question(phase));
    if (phase instanceof SwitchoverPhase.Proving) {
      pods.forEach(pod -> proofs.put(pod.name(), pod));
    }
    return new SwitchoverFacts(
        ticker.nanos(), pods, view.replacement(), command.state(), interruptedAt.isPresent());
  }

  private Question question(SwitchoverPhase phase) {
    return switch (phase) {
      case SwitchoverPhase.Checking _,
          SwitchoverPhase.Closing _,
          SwitchoverPhase.Replacing _,
          SwitchoverPhase.LettingIn _,
          SwitchoverPhase.Over _ ->
          Question.LISTENER;
      case SwitchoverPhase.Acting _ -> Question.WATCH;
      case SwitchoverPhase.Rerouting _ -> order.restart() ? Question.ROUTE : Question.FOLLOW;
      case SwitchoverPhase.Proving _ -> Question.CONNECTIONS;
    };
  }

  private void carryOut(SwitchoverStep step) throws InterruptedException, ForbiddenException {
    switch (step) {
      case SwitchoverStep.KeepClosed(
              List<String> pods,
              long from,
              long until,
              SwitchoverStep.Quiet quiet) -> {
        String longest = DurationText.format(Duration.ofNanos(until - from));
        progress.line(
            "closing connections of %s on %s, and what comes, for at most %s"
                .formatted(request.listener(), String.join(", ", pods), longest));
        closedAt = Optional.of(closedAt.orElse(from));
        view.keepClosed(pods, from, until, quiet);
        if (failed(pods)) {
          Thread.sleep(RETRY);
        }
      }
      case SwitchoverStep.RunCommand() -> {
        progress.line("running " + String.join(" ", request.command()));
        command.start();
      }
      case SwitchoverStep.LetIn(List<String> pods) -> {
        progress.line("letting clients in on " + String.join(", ", pods));
        view.letIn(pods);
        letInAt = Optional.of(ticker.nanos());
        failed(pods);
      }
      case SwitchoverStep.CloseAgain(List<String> pods, SwitchoverStep.Quiet quiet) -> {
        progress.line(
            "closing connections once more on %s, since some went to the old endpoint"
                .formatted(String.join(", ", pods)));
        view.closeAgain(pods, quiet);
        failed(pods);
      }
      case SwitchoverStep.Evict(String name) -> evict(name);
      case SwitchoverStep.Await(long until) -> {
        long left = until - ticker.nanos();
        if (left > 0) {
          // What comes after it is not late.
          command.awaitEnd(Duration.ofNanos(left));
        }
      }
      case SwitchoverStep.Ended _ -> {}
    }
  }

  private void evict(String name) throws ForbiddenException {
    Optional<PodEntry> pod = view.pod(name);
    if (pod.isPresent()) {
      Optional<String> refused = eviction.evict(pod.get());
      progress.line(
          refused
              .map(why -> "pod %s can't be evicted yet: %s".formatted(name, why))
              .orElse("evicting pod " + name));
    }
  }

  private boolean failed(List<String> pods) {
    boolean failed = false;
    for (PodView each : view.all()) {
      if (pods.contains(each.pod().name()) && each.problem().isPresent()) {
        progress.line("pod %s: %s".formatted(each.pod().name(), each.problem().get()));
        failed = true;
      }
    }
    return failed;
  }

  /** Says what has changed, once. */
  private void report(SwitchoverPhase before, SwitchoverPhase now) {
    if (before instanceof SwitchoverPhase.Closing && !(now instanceof SwitchoverPhase.Closing)) {
      progress.line("%d connections are closed".formatted(closed()));
    }
    if (before instanceof SwitchoverPhase.Acting && command.state() == CommandState.FAILED) {
      progress.line("the command failed: " + command.failure());
      notes.add("The command failed: %s.".formatted(command.failure()));
    }
    if (before instanceof SwitchoverPhase.Acting
        && !(now instanceof SwitchoverPhase.Acting)
        && command.state() == CommandState.SUCCEEDED) {
      progress.line("the command has ended");
    }
    if (now instanceof SwitchoverPhase.Rerouting) {
      progress.line("waiting for the route to point to " + request.until().text());
    }
    if (hasMoved(now) && !hasMoved(before)) {
      progress.line("the route points to " + request.until().text());
    }
    if (now instanceof SwitchoverPhase.Proving && letInAt.isEmpty()) {
      // Pods have done it by themselves.
      letInAt = Optional.of(ticker.nanos());
    }
    if (now instanceof SwitchoverPhase.Proving && !(before instanceof SwitchoverPhase.Proving)) {
      progress.line("looking where clients are");
    }
  }

  private static boolean hasMoved(SwitchoverPhase phase) {
    return switch (phase) {
      case SwitchoverPhase.Replacing _, SwitchoverPhase.Proving _ -> true;
      case SwitchoverPhase.LettingIn(SwitchoverEnd end, long _, boolean _) ->
          end == SwitchoverEnd.MOVED;
      // Of an end the result tells.
      case SwitchoverPhase.Over _,
          SwitchoverPhase.Checking _,
          SwitchoverPhase.Closing _,
          SwitchoverPhase.Acting _,
          SwitchoverPhase.Rerouting _ ->
          false;
    };
  }

  private long closed() {
    return view.all().stream().mapToLong(each -> each.report().path("closed").asLong()).sum();
  }

  private PodResult result(PodView pod) {
    JsonNode report = pod.report();
    Optional<GatewayPod> proof = Optional.ofNullable(proofs.get(pod.pod().name()));
    return new PodResult(
        pod.pod().name(),
        report.path("there").asLong(),
        report.path("closed").asLong(),
        report.path("closedWorking").asLong(),
        report.path("came").asLong(),
        pod.isReleased(),
        proof.flatMap(each -> number(each.connections().toOld())),
        proof.flatMap(each -> number(each.connections().toNew())));
  }

  private static Optional<Long> number(Count count) {
    return switch (count) {
      case Count.Known(long value) -> Optional.of(value);
      case Count.Unknown _ -> Optional.empty();
    };
  }
}
