package io.ebbgate.webhook.switchover;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.close.CloseRequest;
import io.ebbgate.core.config.DurationText;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.core.switchover.GatewayPod.Ability;
import io.ebbgate.core.switchover.SwitchoverEnd;
import io.ebbgate.core.switchover.SwitchoverOrder;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.cluster.ForbiddenException;
import io.ebbgate.webhook.cluster.RefusedException;
import io.ebbgate.webhook.cluster.TryAgainException;
import io.ebbgate.webhook.review.OneLine;
import io.ebbgate.webhook.signal.InterruptOnShutdown;
import io.ebbgate.webhook.status.PodSelector;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * A switchover from its checks to its report.
 *
 * @param selector the gateway's pods
 */
public record Switchover(
    Cluster cluster,
    PodSelector selector,
    SwitchoverRequest request,
    SwitchoverOptions options,
    SwitchoverConsole console,
    InstantSource clock,
    Ticker ticker) {
  /** Where the listener is kept closed. */
  private static final Duration CLOSING = Duration.ofSeconds(30);

  /** To let clients in after a signal, at a pod that does not answer too, and to say so. */
  private static final Duration LAST_CALLS = SwitchoverRun.AFTER_INTERRUPT.plusSeconds(10);

  /** Where pods are restarted, each with its drain. */
  private static final Duration RESTARTING = Duration.ofMinutes(10);

  /** Runs it, and returns the exit code. */
  public int run()
      throws RefusedException,
          TryAgainException,
          ClusterException,
          ForbiddenException,
          InterruptedException {
    try (GatewayPodList pods = GatewayPodList.start(cluster, namespace(), selector);
        ForwardedCalls calls = new ForwardedCalls(cluster)) {
      return run(pods::pods, calls);
    }
  }

  /** The same with these pods, as they are listed now. */
  int run(Supplier<List<PodEntry>> pods, SidecarCalls calls)
      throws RefusedException,
          TryAgainException,
          ClusterException,
          ForbiddenException,
          InterruptedException {
    CheckReport report = checked(pods.get(), calls);
    report.requireAccepted(namespace(), request.listener());
    boolean restart = !report.closesNone().isEmpty();
    if (restart) {
      PodEviction.checkRight(cluster, namespace());
    }
    if (options.dryRun()) {
      return dryRun(report, restart);
    }
    Progress progress = new Progress(progressStream(), ticker);
    if (!report.checks().isEmpty()) {
      progress.line(report.line(request.listener()));
    }
    report.silent().forEach(progress::line);
    report.closesNone().forEach(progress::line);
    if (restart && report.silent().isEmpty() && !mayRestart(report, calls)) {
      return ended(report, notAgreed());
    }
    SwitchoverOrder order = order(restart);
    try (InterruptOnShutdown _ = InterruptOnShutdown.register(LAST_CALLS)) {
      SwitchoverResult result =
          new SwitchoverRun(
                  order,
                  request,
                  new GatewayView(pods, calls, request, report.checks(), ticker),
                  PodEviction.of(cluster),
                  new OperatorCommand(request.command(), options.json()),
                  progress,
                  ticker)
              .run();
      return ended(report, result);
    }
  }

  private SwitchoverOrder order(boolean restart) throws RefusedException {
    Duration deadline = options.deadline().orElse(restart ? RESTARTING : CLOSING);
    if (!restart && deadline.compareTo(CloseRequest.MOST_KEEP) > 0) {
      throw new RefusedException(
          "--deadline is \"%s\"; allowed is at most %s, since the listener is kept closed until then."
              .formatted(
                  DurationText.format(deadline), DurationText.format(CloseRequest.MOST_KEEP)));
    }
    return new SwitchoverOrder(
        options.waitQuiet(), options.force(), deadline, !request.command().isEmpty(), restart);
  }

  private CheckReport checked(List<PodEntry> pods, SidecarCalls calls) throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<PodCheck>> pending = new ArrayList<>();
      for (PodEntry pod : pods) {
        pending.add(threads.submit(() -> PodCheck.of(pod, calls, request)));
      }
      List<PodCheck> checks = new ArrayList<>();
      for (Future<PodCheck> each : pending) {
        PodCheck check = each.get();
        // One that is about to go and does not answer is no reason to wait.
        if (!check.pod().terminating() || !(check.ability() instanceof Ability.Silent)) {
          checks.add(check);
        }
      }
      return new CheckReport(checks);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a check ends with a result", e);
    }
  }

  /** Says what a restart cuts, and asks. */
  private boolean mayRestart(CheckReport report, SidecarCalls calls) throws InterruptedException {
    long connections = 0;
    int listeners = 0;
    boolean known = true;
    for (PodCheck check : report.checks()) {
      PodCheck.RestartCost cost = check.restartCost(calls);
      connections += cost.connections();
      listeners = Math.max(listeners, cost.listeners());
      known &= cost.known();
    }
    String what =
        "A restart of %d pods cuts %s%d connections of %d listeners."
            .formatted(report.checks().size(), known ? "" : "at least ", connections, listeners);
    progressStream().println(what);
    return options.yes()
        || console.agreed().test("Restart them, one after the other, after the move?");
  }

  private static SwitchoverResult notAgreed() {
    return new SwitchoverResult(
        SwitchoverEnd.NOT_CLOSABLE,
        false,
        Duration.ZERO,
        Optional.empty(),
        OptionalInt.empty(),
        List.of(),
        List.of());
  }

  private int dryRun(CheckReport report, boolean restart) {
    String way = restart ? "restart" : "selective close";
    if (options.json()) {
      console
          .out()
          .println(
              SwitchoverJson.ofDryRun(
                      namespace(), workload(), request.listener(), report.checks(), way)
                  .toPrettyString());
    } else {
      console.out().println(OneLine.of(report.line(request.listener())));
      for (PodCheck check : report.checks()) {
        console
            .out()
            .println(
                OneLine.of(
                    "pod %s: %s"
                        .formatted(
                            check.pod().name(),
                            check.busy()
                                ? "another request closes connections of this listener"
                                : CheckReport.problem(check).orElse("closes connections"))));
      }
      console.out().println("It would go by %s; nothing was done.".formatted(way));
    }
    if (report.checks().isEmpty()) {
      return SwitchoverEnd.NO_PODS.exitCode();
    }
    if (!report.silent().isEmpty()) {
      return SwitchoverEnd.SILENT.exitCode();
    }
    return report.checks().stream().anyMatch(PodCheck::busy) ? SwitchoverEnd.BUSY.exitCode() : 0;
  }

  private int ended(CheckReport report, SwitchoverResult result) {
    PrintStream out = console.out();
    if (options.json()) {
      ObjectNode json = SwitchoverJson.of(namespace(), workload(), request.listener(), result);
      out.println(json.toPrettyString());
    } else {
      result.notes().forEach(note -> out.println(OneLine.of(note)));
      out.println(OneLine.of(result.sentence()));
    }
    // After a signal there may be no time left for what the API server has to answer.
    out.flush();
    if (result.pastChecks() && !report.checks().isEmpty()) {
      new SwitchoverEvents(cluster, clock)
          .write(report.checks().getFirst().pod().pod(), request, result)
          .ifPresent(sentence -> console.err().println(OneLine.of(sentence)));
    }
    return result.end().exitCode();
  }

  private PrintStream progressStream() {
    return options.json() ? console.err() : console.out();
  }

  private String namespace() {
    return selector.namespace().orElseGet(cluster::usualNamespace);
  }

  private String workload() {
    return selector.workload().map(each -> PodSelector.title(each.kind(), each.name())).orElse("");
  }
}
