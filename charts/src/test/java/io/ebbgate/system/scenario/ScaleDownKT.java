package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.ClusterExtension;
import io.ebbgate.tool.cluster.GatewayType;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.Testbed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Three pods become one. */
@ExtendWith(ClusterExtension.class)
class ScaleDownKT {
  @Test
  void losesNothing(Testbed testbed) throws Exception {
    Scenario scenario = Scenario.of(GatewayType.PLAIN, gateway -> gateway.scale(1)).replicas(3);

    assertThat(testbed.run("scale down", scenario))
        .lostNothing()
        .drained(2, Outcome.CLEAN)
        .hadNoFailedHook()
        .drainedNoLongerThanNeeded();
  }
}
