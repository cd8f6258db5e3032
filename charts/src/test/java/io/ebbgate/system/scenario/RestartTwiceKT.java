package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.ClusterExtension;
import io.ebbgate.tool.cluster.GatewayType;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.Testbed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Five pods are replaced, and their successors again at once. */
@ExtendWith(ClusterExtension.class)
class RestartTwiceKT {
  @Test
  void losesNothing(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(
                GatewayType.PLAIN,
                gateway -> {
                  gateway.restart();
                  gateway.restart();
                })
            .replicas(5);

    assertThat(testbed.run("five pods twice", scenario))
        .lostNothing()
        .drained(10, Outcome.CLEAN)
        .hadNoFailedHook()
        .drainedNoLongerThanNeeded();
  }
}
