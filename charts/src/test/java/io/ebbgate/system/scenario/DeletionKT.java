package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.ClusterTest;
import io.ebbgate.tool.cluster.LoadProfile;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.ScenarioResult;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.webhook.load.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Tag;

/**
 * Pods are deleted with less time than their work takes, or with a shorter grace than their own.
 */
class DeletionKT {
  /** A second for the hook, two that a container always has, and its own work. */
  private static final Duration KUBELET = Duration.ofSeconds(4);

  /**
   * The kubelet gives the hook a second, whatever the pod's grace, and then stops the gateway. What
   * takes longer is cut, and the verdict is in the sidecar's log alone: the API server has
   * forgotten the pod. The kubelet reports no failed hook, since the sidecar answers it when it is
   * stopped.
   */
  @ClusterTest
  void byForceCutsOnlyWhatTakesLongerThanASecond(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(gateway -> gateway.forceDelete(gateway.pods().names().getFirst()));
    ScenarioResult result = testbed.run("forced delete", scenario);

    assertThat(result)
        .lostOnlyWithin(KUBELET)
        .terminatedWithoutVerdict(1)
        .wasNotReported()
        .hadNoFailedHook();
    assertThat(testbed.log(result, result.terminated().getFirst(), Containers.SIDECAR))
        .contains("\"verdict\":\"" + Outcome.FORCED.wireName() + "\"");
  }

  @ClusterTest
  @Tag("short")
  void losesNothingThatFitsIntoAShorterGrace(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(
                gateway -> gateway.delete(gateway.pods().names().subList(0, 1), "--grace-period=8"))
            .under(LoadProfile.everything().without(Kind.SLOW).lasting(Duration.ofSeconds(2)));

    assertThat(testbed.run("grace of 8 s", scenario)).drainedCleanly(1);
  }

  /**
   * Sessions that last longer than the drain are cut at its end, and the verdicts count as many as
   * their clients do. Both pods are deleted, since a client may be on either.
   */
  @ClusterTest
  void cutsAndCountsOverlongWork(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(gateway -> gateway.delete(gateway.pods().names()))
            .under(LoadProfile.everything().lasting(Duration.ofMinutes(5)))
            .annotated("ebbgate.io/drain-timeout", "12s");

    assertThat(testbed.run("overlong work", scenario))
        .lostOnly(Kind.TCP, Kind.WEBSOCKET)
        .drained(2, Outcome.FORCED, Outcome.CLEAN)
        .countedWhatWasCut()
        .hadNoFailedHook();
  }

  /** The kubelet waits no longer than a deletion's own grace, and the sidecar is informed of it. */
  @ClusterTest
  void cutsAndCountsOverlongWorkInAShorterGrace(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(gateway -> gateway.delete(gateway.pods().names(), "--grace-period=8"))
            .under(LoadProfile.everything().without(Kind.SLOW).lasting(Duration.ofMinutes(5)));

    assertThat(testbed.run("overlong work in a shorter grace", scenario))
        .lostOnly(Kind.TCP, Kind.WEBSOCKET)
        .drained(2, Outcome.SHORTENED, Outcome.CLEAN)
        .countedWhatWasCut()
        .wasReportedEverywhere()
        .hadNoFailedHook();
  }
}
