package io.ebbgate.tool.cluster;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.verdict.VerdictFields;
import io.ebbgate.webhook.load.Exchange;
import io.ebbgate.webhook.load.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ListAssert;

/** What a scenario expects of its result. */
public final class ScenarioAssert extends AbstractAssert<ScenarioAssert, ScenarioResult> {
  private static final Duration SOON = Duration.ofMillis(500);

  private final FailedRequests losses;

  private ScenarioAssert(ScenarioResult result) {
    super(result, ScenarioAssert.class);
    losses = new FailedRequests(result);
    as(result.line());
  }

  public static ScenarioAssert assertThat(ScenarioResult result) {
    return new ScenarioAssert(result);
  }

  /** Nothing was lost, that many pods were deleted with a clean verdict, and no hook failed. */
  public ScenarioAssert drainedCleanly(int pods) {
    return lostNothing().drained(pods, Outcome.CLEAN).hadNoFailedHook();
  }

  /** No request failed, no connection or stream was cut. */
  public ScenarioAssert lostNothing() {
    return lostNone("", losses.all());
  }

  /** Only clients of these kinds lost something, and they did. */
  public ScenarioAssert lostOnly(Kind... kinds) {
    return lostAtLeast(1).lostNone("of other kinds ", losses.besides(kinds));
  }

  /** At least that many requests failed. */
  public ScenarioAssert lostAtLeast(int number) {
    if (losses.all().size() < number) {
      failWithMessage("Only %s requests failed, not %s.", losses.all().size(), number);
    }
    return this;
  }

  /** What failed was in flight while a pod terminated. */
  public ScenarioAssert lostOnlyWhilePodsTerminated() {
    return lostNone("while no pod terminated ", losses.whileNoPodTerminated(Duration.ZERO));
  }

  /**
   * What failed was in flight while a pod terminated that was deleted by force, and some did.
   *
   * @param kubelet how long it keeps containers after the pod's removal
   */
  public ScenarioAssert lostOnlyWithin(Duration kubelet) {
    return lostAtLeast(1)
        .lostNone("after the end of all pods ", losses.whileNoPodTerminated(kubelet));
  }

  /**
   * What failed reached no pod, where clients can reach one pod only.
   *
   * @param listeners how long after the hook its listeners end
   */
  public ScenarioAssert lostOnlyWhileNoPodCouldServe(Duration listeners) {
    return lostNone("although a pod could serve ", losses.whileAPodCouldServe(listeners));
  }

  private ScenarioAssert lostNone(String which, List<Exchange> lost) {
    if (!lost.isEmpty()) {
      failWithMessage(
          "%s of %s failed %samong them:%n%s",
          lost.size(), actual.report().requests(), which, losses.examples(lost));
    }
    return this;
  }

  /** That many pods were deleted, each with one of these verdicts. */
  public ScenarioAssert drained(int pods, Outcome... allowed) {
    terminated(pods);
    return drainedWith(allowed);
  }

  private ListAssert<PodHistory> terminated(int pods) {
    return Assertions.assertThat(actual.terminated()).as(actual.line()).hasSize(pods);
  }

  /** Each deleted pod has one of these verdicts, and none is provisional. */
  public ScenarioAssert drainedWith(Outcome... allowed) {
    Set<String> verdicts = Stream.of(allowed).map(Outcome::wireName).collect(Collectors.toSet());
    for (PodHistory pod : actual.terminated()) {
      if (!verdicts.contains(pod.wireName()) || pod.provisional()) {
        failWithMessage("The verdict of %s is %s", pod.name(), pod.messages());
      }
    }
    return this;
  }

  /** That many pods were deleted, none with a verdict. */
  public ScenarioAssert terminatedWithoutVerdict(int pods) {
    terminated(pods).allMatch(pod -> pod.wireName().isEmpty(), "without a verdict");
    return this;
  }

  /** That many pods were deleted, each with a provisional verdict. */
  public ScenarioAssert terminatedProvisionally(int pods) {
    terminated(pods).allMatch(PodHistory::provisional, "with a provisional verdict");
    return this;
  }

  /** That many of all pods have a sidecar. */
  public ScenarioAssert injected(int pods) {
    Assertions.assertThat(actual.pods())
        .as(actual.line())
        .filteredOn(PodHistory::injected)
        .hasSize(pods);
    return this;
  }

  /** Each pod has a sidecar. */
  public ScenarioAssert injectedAll() {
    return injected(actual.pods().size());
  }

  /** The verdicts count as many connections at the end as sessions were cut. */
  public ScenarioAssert countedWhatWasCut() {
    long counted =
        actual.terminated().stream()
            .flatMap(pod -> pod.verdict().stream())
            .mapToLong(
                each -> each.path(VerdictFields.CONNECTIONS).path(VerdictFields.END).asLong())
            .sum();
    Assertions.assertThat(counted).as(actual.line()).isEqualTo(actual.tally().severed());
    return this;
  }

  /** That many hooks failed for the kubelet. */
  public ScenarioAssert hadFailedHooks(int hooks) {
    Assertions.assertThat(actual.failedHooks()).as(actual.line()).isEqualTo(hooks);
    return this;
  }

  /** The kubelet called every hook to its end. */
  public ScenarioAssert hadNoFailedHook() {
    return hadFailedHooks(0);
  }

  /**
   * Each drain ended soon after the last work: the last request, the end of min-drain, and the end
   * of the linger where only idle connections remained.
   */
  public ScenarioAssert drainedNoLongerThanNeeded() {
    for (PodHistory pod : actual.terminated()) {
      Duration after = actual.afterLastWork(pod).orElseThrow();
      if (after.compareTo(SOON) > 0) {
        failWithMessage("%s drained for %s ms after its last work.", pod.name(), after.toMillis());
      }
    }
    return this;
  }

  /**
   * The verdict of each deleted pod was reported by one Event on the pod, one on its workload, one
   * line of a webhook's log and the metrics, and no other.
   */
  public ScenarioAssert wasReportedEverywhere() {
    wasReportedOnce();
    DrainReports reports = actual.reports();
    Assertions.assertThat(reports.lines())
        .as("lines of logs")
        .containsExactlyInAnyOrderElementsOf(reports.events());
    Assertions.assertThat(reports.counted().entrySet().stream().filter(each -> each.getValue() > 0))
        .as("metrics")
        .containsExactlyInAnyOrderElementsOf(
            actual.terminated().stream()
                .collect(Collectors.groupingBy(PodHistory::wireName, Collectors.counting()))
                .entrySet());
    return this;
  }

  /** The verdict of each deleted pod was reported by one Event, and no other. */
  public ScenarioAssert wasReportedOnce() {
    Map<String, String> verdicts =
        actual.terminated().stream()
            .collect(Collectors.toMap(PodHistory::name, PodHistory::wireName));
    Assertions.assertThat(actual.reports().events())
        .as("Events on pods")
        .extracting(DrainReports.DrainReport::name, DrainReports.DrainReport::verdict)
        .containsExactlyInAnyOrderElementsOf(
            verdicts.entrySet().stream()
                .map(each -> Assertions.tuple(each.getKey(), each.getValue()))
                .toList());
    Assertions.assertThat(actual.reports().workload())
        .as("Events on the workload")
        .extracting(DrainReports.DrainReport::verdict)
        .containsExactlyInAnyOrderElementsOf(verdicts.values());
    // A stopped replica has neither logs nor metrics.
    Assertions.assertThat(actual.reports().lines())
        .as("lines of logs")
        .doesNotHaveDuplicates()
        .isSubsetOf(actual.reports().events());
    Assertions.assertThat(
            actual.reports().counted().values().stream().mapToLong(each -> each).sum())
        .as("counted")
        .isEqualTo(actual.reports().lines().size());
    return this;
  }

  /** The only deleted pod was reported with this verdict and this reason. */
  public ScenarioAssert wasReportedAs(Outcome verdict, String reason) {
    Assertions.assertThat(actual.reports().events())
        .containsExactly(
            new DrainReports.DrainReport(
                actual.terminated().getFirst().name(), reason, verdict.wireName()));
    Assertions.assertThat(actual.reports().counted()).containsEntry(verdict.wireName(), 1L);
    return this;
  }

  /** No deleted pod was reported. */
  public ScenarioAssert wasNotReported() {
    Assertions.assertThat(actual.reports().events()).isEmpty();
    return this;
  }
}
