package io.ebbgate.webhook.rollout;

import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.webhook.audit.AuditedGateway;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.cluster.ForbiddenException;
import io.ebbgate.webhook.cluster.RefusedException;
import io.ebbgate.webhook.load.Requests;
import io.ebbgate.webhook.rollout.ServiceAddresses.Candidate;
import io.ebbgate.webhook.signal.InterruptOnShutdown;
import io.ebbgate.webhook.status.PodSelector;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A test from its checks to its report.
 *
 * @param wanted the workload
 */
public record GatewayTest(
    Cluster cluster,
    String namespace,
    PodSelector.Workload wanted,
    TestOptions options,
    TestConsole console,
    InstantSource clock,
    Ticker ticker) {
  /** For what was measured until a signal. */
  private static final Duration LAST_LINES = Duration.ofSeconds(5);

  /** Audits the gateway; empty where it is none of Envoy. */
  @FunctionalInterface
  public interface Audit {
    /** Of the workload of that kind and name. */
    Optional<AuditedGateway> of(String kind, String name)
        throws ClusterException, ForbiddenException;
  }

  /**
   * Runs it.
   *
   * @throws RefusedException for options that can't be carried out
   */
  public TestEnd run(Audit audit) throws RefusedException, ClusterException, ForbiddenException {
    Optional<String> excess = options.excess();
    if (excess.isPresent()) {
      throw new RefusedException(excess.get());
    }
    WorkloadApi api = new WorkloadApi(cluster);
    Optional<WorkloadState> state = api.state(namespace, wanted);
    if (state.isEmpty()) {
      console.refuse(
          "There is no %s in namespace %s."
              .formatted(PodSelector.title(wanted.kind(), wanted.name()), namespace));
      return TestEnd.NO_WORKLOAD;
    }
    return run(api, state.get(), audit);
  }

  private TestEnd run(WorkloadApi api, WorkloadState state, Audit audit)
      throws RefusedException, ClusterException, ForbiddenException {
    TestedWorkload workload = state.workload();
    Optional<RestartLimit> limit = workload.restartLimit();
    if (options.method() == RolloutMethod.RESTART && limit.isPresent()) {
      throw new RefusedException("%s %s.".formatted(workload.title(), limit.get().clause()));
    }
    if (state.pods().isEmpty()) {
      console.refuse("%s has no pod; nothing was done.".formatted(workload.title()));
      return TestEnd.NO_WORKLOAD;
    }
    Optional<String> unrest = state.unrest();
    if (unrest.isPresent()) {
      console.refuse(
          "Nothing was done, since %s. Wait until it is at rest.".formatted(unrest.get()));
      return TestEnd.NOT_READY;
    }
    TargetFinder finder = new TargetFinder(api, options.load().tls());
    Optional<Candidate> target = finder.find(workload, options.target());
    if (target.isEmpty()) {
      console.refuse(
          "%s can't be reached from here: %s. Run this command in the cluster, or name an address by --target=HOST:PORT."
              .formatted(workload.title(), finder.failures()));
      return TestEnd.UNREACHABLE;
    }
    refuseUnnamed(target.get());
    TestPlan plan =
        new TestPlan(
            workload,
            api.context(),
            target.get(),
            options,
            ProductionSigns.in(
                api.context(), namespace, api.namespace(namespace), finder.entrances(workload)),
            state.pods().size(),
            audit.of(workload.kind(), workload.name()));
    plan.lines().forEach(console::say);
    return isAgreed(plan) ? carriedOut(api, plan, state.pods()) : TestEnd.NOT_AGREED;
  }

  private void refuseUnnamed(Candidate target) throws RefusedException {
    String host = options.load().requests(target.address()).host();
    if (options.load().tls() && !Requests.isServerName(host)) {
      throw new RefusedException(
          "TLS can't name the host %s; name another by --host.".formatted(host));
    }
  }

  private boolean isAgreed(TestPlan plan) {
    if (options.yes()) {
      return true;
    }
    if (!plan.signs().isEmpty()) {
      console.refuse(
          "Nothing was done, since this looks like production; --yes tests it all the same.");
      return false;
    }
    if (console.isAgreed("Go on?")) {
      return true;
    }
    console.refuse("Nothing was done, since it was not agreed to; --yes agrees.");
    return false;
  }

  private TestEnd carriedOut(WorkloadApi api, TestPlan plan, List<SeenPod> pods)
      throws ClusterException, ForbiddenException {
    long began = ticker.nanos();
    String[] last = {""};
    try (InterruptOnShutdown _ = InterruptOnShutdown.register(LAST_LINES)) {
      TestResult result =
          new TestRun(api, plan, pods, line -> progress(line, last, began), clock, ticker).run();
      List<String> advice = new ArrayList<>(ResultAdvice.of(result, plan.audited()));
      ResultAdvice.untested(result).ifPresent(advice::add);
      console.print(result, plan, advice);
      return result.end();
    }
  }

  /** Prints a line with its time, unless it says what the one before said. */
  private void progress(String line, String[] last, long began) {
    if (!line.equals(last[0])) {
      last[0] = line;
      console.say(String.format(Locale.ROOT, "%7.1fs  %s", (ticker.nanos() - began) / 1e9, line));
    }
  }
}
