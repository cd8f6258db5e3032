package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.ClusterExtension;
import io.ebbgate.tool.cluster.GatewayType;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.Testbed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Both pods are deleted at once. Until new ones are ready, nobody but the leaving ones can serve,
 * and kube-proxy uses them as long as they are.
 */
@ExtendWith(ClusterExtension.class)
class AllAtOnceKT {
  @Test
  void losesNothing(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(GatewayType.PLAIN, gateway -> gateway.delete(gateway.pods().names()));

    assertThat(testbed.run("all at once", scenario))
        .lostNothing()
        .drained(2, Outcome.CLEAN)
        .hadNoFailedHook();
  }
}
