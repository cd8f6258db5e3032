package io.ebbgate.webhook.rollout;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.cluster.ForbiddenException;
import io.ebbgate.webhook.load.Exchange;
import io.ebbgate.webhook.load.GatewayPorts;
import io.ebbgate.webhook.load.Kind;
import io.ebbgate.webhook.load.Ledger;
import io.ebbgate.webhook.load.LoadClient;
import io.ebbgate.webhook.load.LoadPlan;
import io.ebbgate.webhook.rollout.TestResult.Second;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Carries out a test that was agreed to: load, replacement, the end of what is in flight. */
final class TestRun {
  private static final Duration LOOK = Duration.ofMillis(300);

  /** The load goes on after the last pod, since endpoints and clients follow late. */
  static final Duration AFTER = Duration.ofSeconds(5);

  /** For the observer's Events of pods whose sidecar was not seen at its end. */
  private static final Duration VERDICTS = Duration.ofSeconds(5);

  private final WorkloadApi api;
  private final TestPlan plan;
  private final Consumer<String> progress;
  private final InstantSource clock;
  private final Ticker ticker;
  private final Ledger ledger = new Ledger();
  private final List<String> notes = new ArrayList<>();
  private final long began;
  private PodTracker tracker;
  private Optional<Duration> rollout = Optional.empty();
  private Optional<Duration> replaced = Optional.empty();

  TestRun(
      WorkloadApi api,
      TestPlan plan,
      List<SeenPod> pods,
      Consumer<String> progress,
      InstantSource clock,
      Ticker ticker) {
    this.api = api;
    this.plan = plan;
    this.progress = progress;
    this.clock = clock;
    this.ticker = ticker;
    tracker = new PodTracker(pods);
    began = ticker.nanos();
  }

  /**
   * Runs it to its end. An interrupt of this thread ends it early, with what was measured.
   *
   * @throws ForbiddenException if the replacement is not permitted
   * @throws ClusterException if it can't be started
   */
  TestResult run() throws ClusterException, ForbiddenException {
    LoadPlan load = plan.options().load().plan();
    progress.accept("load of %.0f requests a second begins".formatted(load.perSecond()));
    LoadClient client =
        LoadClient.start(
            load,
            GatewayPorts.plain(TargetFinder.resolved(plan.target())),
            plan.requests(),
            ticker,
            ledger);
    try {
      TestEnd end = carriedOut(client);
      return result(end, verdicts());
    } catch (InterruptedException _) {
      client.abandon();
      return result(TestEnd.INTERRUPTED, tracker.results());
    } catch (ClusterException | ForbiddenException e) {
      client.abandon();
      throw e;
    }
  }

  private TestEnd carriedOut(LoadClient client)
      throws ClusterException, ForbiddenException, InterruptedException {
    baseline();
    if (ledger.failed() > 0 || !hasEveryKind()) {
      progress.accept(
          ledger.failed() > 0
              ? "something was lost before any change"
              : "not every kind had an answer before any change");
      client.finish();
      return TestEnd.NOT_CLEAN;
    }
    Optional<WorkloadState> state = stateAtRest();
    if (state.isEmpty()) {
      client.finish();
      return TestEnd.NOT_READY;
    }
    replace(state.get().pods());
    Thread.sleep(AFTER);
    progress.accept("load ends, and waits for what is in flight");
    client.finish();
    observe();
    if (ledger.failed() > 0) {
      return TestEnd.LOST;
    }
    return replaced.isPresent() ? TestEnd.NOTHING_LOST : TestEnd.NOT_FINISHED;
  }

  /** The pods may have changed since the user was asked; empty, with a note, where they change. */
  private Optional<WorkloadState> stateAtRest() throws ClusterException, ForbiddenException {
    TestedWorkload workload = plan.workload();
    Optional<WorkloadState> state = api.state(workload.namespace(), workload.asSelected());
    Optional<String> unrest =
        state.map(WorkloadState::unrest).orElse(Optional.of(workload.title() + " is gone"));
    unrest.ifPresent(why -> notes.add("No pod was replaced, since " + why + "."));
    return unrest.isEmpty() ? state : Optional.empty();
  }

  /** Until its time is over and each kind has had an answer, or can't get one any more. */
  private void baseline() throws InterruptedException {
    Duration least = plan.options().baseline();
    Duration most = least.plus(plan.options().load().firstAnswers());
    while (now().compareTo(least) < 0
        || (!hasEveryKind() && ledger.failed() == 0 && now().compareTo(most) < 0)) {
      Thread.sleep(LOOK);
      if (hasEveryKind()) {
        progress.accept("each kind of client has had an answer");
      }
    }
  }

  private boolean hasEveryKind() {
    Set<Kind> seen = ledger.exchanges().stream().map(Exchange::kind).collect(Collectors.toSet());
    return seen.containsAll(plan.options().load().kinds());
  }

  private void replace(List<SeenPod> pods)
      throws ClusterException, ForbiddenException, InterruptedException {
    tracker = new PodTracker(pods);
    Duration start = now();
    progress.accept(
        "nothing was lost of %d requests; the pods are replaced now".formatted(ledger.requests()));
    api.replace(plan.workload(), plan.options().method(), pods, clock.instant());
    rollout = Optional.of(start);
    Duration end = start.plus(plan.options().deadline());
    while (replaced.isEmpty() && now().compareTo(end) < 0) {
      Thread.sleep(LOOK);
      if (observe()) {
        replaced = Optional.of(now());
      }
      progress.accept(
          "%d of %d pods are gone, %d requests failed"
              .formatted(tracker.goneOnes(), tracker.oldOnes(), ledger.failed()));
    }
    if (replaced.isEmpty()) {
      progress.accept("the deadline is over, and the rollout is not");
    }
  }

  /**
   * Looks at the pods; whether all are replaced. While the API server is away, nothing is known.
   */
  private boolean observe() {
    try {
      List<SeenPod> seen = api.pods(plan.workload());
      tracker.observe(now(), seen);
      return api.find(plan.workload().namespace(), plan.workload().asSelected())
          .filter(each -> each.isSettled() && tracker.isReplaced(each.desired()))
          .isPresent();
    } catch (ClusterException | ForbiddenException e) {
      if (notes.isEmpty()) {
        notes.add("The pods could not be listed all the time: " + e.getMessage());
      }
      return false;
    }
  }

  /** The pods' results, with verdicts of the observer where the sidecar's own was not seen. */
  private List<PodResult> verdicts() throws InterruptedException {
    long end = ticker.nanos() + VERDICTS.toNanos();
    List<PodResult> results = tracker.results();
    while (results.stream().anyMatch(TestRun::lacksVerdict) && end - ticker.nanos() > 0) {
      try {
        Map<String, Outcome> published = api.verdicts(plan.workload());
        results =
            results.stream()
                .map(each ->
                    lacksVerdict(each) && published.containsKey(each.uid())
                        ? each.with(published.getOrDefault(each.uid(), Outcome.LOST))
                        : each)
                .toList();
      } catch (ClusterException | ForbiddenException e) {
        notes.add("Verdicts of deleted pods could not be read: " + e.getMessage());
        return results;
      }
      if (results.stream().anyMatch(TestRun::lacksVerdict)) {
        Thread.sleep(LOOK);
      }
    }
    return results;
  }

  private static boolean lacksVerdict(PodResult pod) {
    return pod.injected() && pod.gone().isPresent() && pod.verdict().isEmpty();
  }

  private TestResult result(TestEnd end, List<PodResult> results) {
    long start = rollout.map(at -> began + at.toNanos()).orElse(Long.MAX_VALUE / 2 + began);
    return new TestResult(
        end,
        KindResult.of(plan.options().load().kinds(), ledger, start),
        results,
        rollout,
        replaced,
        seconds(),
        notes);
  }

  private List<Second> seconds() {
    int count = (int) now().toSeconds() + 1;
    long[] answered = new long[count];
    long[] failed = new long[count];
    for (Exchange each : ledger.exchanges()) {
      int second = Math.clamp(Duration.ofNanos(each.done() - began).toSeconds(), 0, count - 1);
      if (each.ending().failed()) {
        failed[second]++;
      } else {
        answered[second]++;
      }
    }
    List<Second> seconds = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      seconds.add(new Second(answered[i], failed[i]));
    }
    return seconds;
  }

  private Duration now() {
    return Duration.ofNanos(ticker.nanos() - began);
  }
}
