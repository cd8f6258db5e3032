package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.ClusterExtension;
import io.ebbgate.tool.cluster.GatewayType;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.Testbed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A node is drained, with a disruption budget that lets one pod go at a time. */
@ExtendWith(ClusterExtension.class)
class NodeDrainKT {
  @Test
  void losesNothing(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(
                GatewayType.PLAIN,
                gateway -> {
                  gateway.kubectl(
                      "create", "pdb", "gateway", "--selector=app=gateway", "--min-available=2");
                  gateway.drainNode();
                })
            .replicas(3);

    assertThat(testbed.run("node drain", scenario))
        .lostNothing()
        .drainedWith(Outcome.CLEAN)
        .hadNoFailedHook()
        .drainedNoLongerThanNeeded();
  }
}
