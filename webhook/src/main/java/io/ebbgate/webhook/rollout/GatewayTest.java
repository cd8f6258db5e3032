package io.ebbgate.webhook.rollout;

import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.webhook.audit.AuditedGateway;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.cluster.ForbiddenException;
import io.ebbgate.webhook.cluster.RefusedException;
import io.ebbgate.webhook.review.OneLine;
import io.ebbgate.webhook.rollout.ServiceAddresses.Candidate;
import io.ebbgate.webhook.signal.InterruptOnShutdown;
import io.ebbgate.webhook.status.PodSelector;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A test from its checks to its report.
 *
 * @param wanted the workload
 * @param out takes the result
 * @param err takes progress beside a JSON document
 * @param agreed asks the user a question
 */
public record GatewayTest(
    Cluster cluster,
    String namespace,
    PodSelector.Workload wanted,
    TargetChoice choice,
    TestOptions options,
    PrintStream out,
    PrintStream err,
    Predicate<String> agreed,
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
    WorkloadApi api = new WorkloadApi(cluster);
    if (!WorkloadApi.isTested(wanted.kind())) {
      throw new RefusedException(
          "A %s can't be tested; allowed is a Deployment, DaemonSet or StatefulSet."
              .formatted(wanted.kind()));
    }
    Optional<String> excess = options.excess();
    if (excess.isPresent()) {
      throw new RefusedException(excess.get());
    }
    Optional<TestedWorkload> found = api.find(namespace, wanted);
    if (found.isEmpty()) {
      refuse(
          "There is no %s in namespace %s."
              .formatted(PodSelector.title(wanted.kind(), wanted.name()), namespace));
      return TestEnd.NO_WORKLOAD;
    }
    return run(api, found.get(), audit);
  }

  private TestEnd run(WorkloadApi api, TestedWorkload workload, Audit audit)
      throws RefusedException, ClusterException, ForbiddenException {
    Optional<String> refusal =
        options.method() == RolloutMethod.RESTART ? workload.refusesRestart() : Optional.empty();
    if (refusal.isPresent()) {
      throw new RefusedException(refusal.get());
    }
    List<SeenPod> pods = api.pods(workload);
    if (pods.isEmpty()) {
      refuse("%s has no pod; nothing was done.".formatted(workload.title()));
      return TestEnd.NO_WORKLOAD;
    }
    if (!isQuiet(workload, pods)) {
      refuse(
          "%d of %d pods of %s are ready, of %d that it is to have; nothing was done. Wait until it is at rest."
              .formatted(
                  pods.stream().filter(SeenPod::serves).count(),
                  pods.size(),
                  workload.title(),
                  workload.desired()));
      return TestEnd.NOT_READY;
    }
    TargetFinder finder = new TargetFinder(api, options.load().tls());
    Optional<Candidate> target = finder.find(workload, choice);
    if (target.isEmpty()) {
      refuse(
          "%s can't be reached from here: %s. Run this command in the cluster, or name an address by --target=HOST:PORT."
              .formatted(workload.title(), finder.failures()));
      return TestEnd.UNREACHABLE;
    }
    TestPlan plan =
        new TestPlan(
            workload,
            api.context(),
            target.get(),
            options,
            ProductionSigns.in(
                api.context(), namespace, api.namespace(namespace), finder.candidates()),
            pods.size(),
            audit.of(workload.kind(), workload.name()));
    plan.lines().forEach(this::say);
    return isAgreed(plan) ? carriedOut(api, plan, pods) : TestEnd.NOT_AGREED;
  }

  private static boolean isQuiet(TestedWorkload workload, List<SeenPod> pods) {
    return workload.isSettled()
        && pods.size() == workload.desired()
        && pods.stream().allMatch(SeenPod::serves);
  }

  private boolean isAgreed(TestPlan plan) {
    if (options.yes()) {
      return true;
    }
    if (!plan.signs().isEmpty()) {
      refuse("Nothing was done, since this looks like production; --yes tests it all the same.");
      return false;
    }
    if (agreed.test("Go on?")) {
      return true;
    }
    refuse("Nothing was done, since it was not agreed to; --yes agrees.");
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
      if (options.json()) {
        out.println(
            ResultJson.of(plan.workload(), plan.target().address().toString(), result, advice)
                .toPrettyString());
      } else {
        ResultText.lines(result, plan.workload(), advice).forEach(out::println);
      }
      return result.end();
    }
  }

  /** Prints a line with its time, unless it says what the one before said. */
  private void progress(String line, String[] last, long began) {
    if (!line.equals(last[0])) {
      last[0] = line;
      say(String.format(Locale.ROOT, "%7.1fs  %s", (ticker.nanos() - began) / 1e9, line));
    }
  }

  /** Why nothing was done. */
  private void refuse(String sentence) {
    err.println(OneLine.of(sentence));
  }

  private void say(String line) {
    (options.json() ? err : out).println(OneLine.of(line));
  }
}
