package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.ClusterExtension;
import io.ebbgate.tool.cluster.Gateway;
import io.ebbgate.tool.cluster.GatewayType;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.Testbed;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A gateway as Istio's injector leaves it, recognised by itself. */
@Tag("short")
@ExtendWith(ClusterExtension.class)
class IstioShapeKT {
  @Test
  void losesNothing(Testbed testbed) throws Exception {
    assertThat(testbed.run("istio shape", Scenario.of(GatewayType.ISTIO, Gateway::restart)))
        .lostNothing()
        .drained(2, Outcome.CLEAN)
        .hadNoFailedHook()
        .drainedNoLongerThanNeeded();
  }
}
