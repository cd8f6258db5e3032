package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;

import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.ClusterTest;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.Testbed;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** A sidecar is killed, before its pod is deleted or during its drain. */
class SidecarKilledKT {
  /** A sidecar died and was started again some time before its pod is deleted. */
  @ClusterTest
  void losesNothingBeforeTheDeletion(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(gateway -> {
          String pod = gateway.pods().names().getFirst();
          gateway.signal(pod, Containers.SIDECAR, "SIGKILL");
          gateway.pods().awaitRestarted(pod, Containers.SIDECAR);
          gateway.delete(List.of(pod));
        });

    assertThat(testbed.run("sidecar killed before", scenario))
        .drainedCleanly(1)
        .drainedNoLongerThanNeeded();
  }

  /**
   * The sidecar dies during a drain: the kubelet stops the gateway at once, and requests in flight
   * are cut. The verdict stays provisional.
   */
  @ClusterTest
  @Tag("short")
  void cutsOnlyWhatThePodHadInFlight(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(gateway -> {
          String pod = gateway.pods().names().getFirst();
          gateway.startDeleting(pod);
          gateway.pods().awaitPhase(pod, "announcing");
          gateway.signal(pod, Containers.SIDECAR, "SIGKILL");
          gateway.pods().awaitRemoved(List.of(pod));
          gateway.pods().awaitReady(2);
        });

    assertThat(testbed.run("sidecar killed during", scenario))
        .lostOnlyWhilePodsTerminated()
        .terminatedProvisionally(1)
        .wasReportedAs(Outcome.KILLED, "DrainLost")
        .hadFailedHooks(1);
  }
}
