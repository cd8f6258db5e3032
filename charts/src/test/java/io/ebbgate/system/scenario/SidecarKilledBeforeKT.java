package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;

import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.ClusterExtension;
import io.ebbgate.tool.cluster.GatewayType;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.Testbed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A sidecar died and was started again some time before its pod is deleted. */
@ExtendWith(ClusterExtension.class)
class SidecarKilledBeforeKT {
  @Test
  void losesNothing(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(
            GatewayType.PLAIN,
            gateway -> {
              String pod = gateway.pods().names().getFirst();
              gateway.signal(pod, Containers.SIDECAR, "SIGKILL");
              gateway.pods().awaitRestarted(pod, Containers.SIDECAR);
              gateway.delete(List.of(pod));
            });

    assertThat(testbed.run("sidecar killed before", scenario))
        .lostNothing()
        .drained(1, Outcome.CLEAN)
        .hadNoFailedHook()
        .drainedNoLongerThanNeeded();
  }
}
