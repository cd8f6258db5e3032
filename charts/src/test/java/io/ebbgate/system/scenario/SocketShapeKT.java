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

/** A gateway whose admin interface is a Unix socket. */
@Tag("short")
@ExtendWith(ClusterExtension.class)
class SocketShapeKT {
  @Test
  void losesNothing(Testbed testbed) throws Exception {
    assertThat(testbed.run("admin on a socket", Scenario.of(GatewayType.SOCKET, Gateway::restart)))
        .lostNothing()
        .drained(2, Outcome.CLEAN)
        .hadNoFailedHook()
        .drainedNoLongerThanNeeded();
  }
}
