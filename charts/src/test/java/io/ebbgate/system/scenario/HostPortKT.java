package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.ClusterExtension;
import io.ebbgate.tool.cluster.Gateway;
import io.ebbgate.tool.cluster.GatewayType;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.Testbed;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * One pod a node, reached at a port of the node, where no endpoint goes away and clients come until
 * they are refused. No pod can serve from there on until the successor listens; nothing else may be
 * lost.
 */
@Tag("short")
@ExtendWith(ClusterExtension.class)
class HostPortKT {
  @Test
  void losesNothing(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(GatewayType.HOST_PORT, Gateway::restart)
            .annotated("ebbgate.io/close-listeners", "10s");

    assertThat(testbed.run("host port", scenario))
        .lostOnlyWhileNoPodCouldServe(Duration.ofSeconds(10))
        .drained(2, Outcome.CLEAN)
        .hadNoFailedHook();
  }
}
