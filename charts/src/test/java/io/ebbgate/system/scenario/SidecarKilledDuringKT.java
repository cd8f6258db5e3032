package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;

import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.ClusterExtension;
import io.ebbgate.tool.cluster.GatewayType;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.Testbed;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The sidecar dies in the middle of a hold: the kubelet stops the gateway at once, and what its
 * clients had in flight is cut. The last word says that it was not the last.
 */
@Tag("short")
@ExtendWith(ClusterExtension.class)
class SidecarKilledDuringKT {
  @Test
  void cutsOnlyWhatThePodHadInFlight(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(
            GatewayType.PLAIN,
            gateway -> {
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
