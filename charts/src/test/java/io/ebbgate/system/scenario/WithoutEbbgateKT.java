package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;

import io.ebbgate.core.contract.Labels;
import io.ebbgate.tool.cluster.ClusterExtension;
import io.ebbgate.tool.cluster.Gateway;
import io.ebbgate.tool.cluster.GatewayType;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.Testbed;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The same as {@link RollingRestartKT} with pods that opted out: unless this loses something, a
 * scenario that loses nothing shows nothing.
 */
@Tag("short")
@ExtendWith(ClusterExtension.class)
class WithoutEbbgateKT {
  @Test
  void losesRequests(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(GatewayType.PLAIN, Gateway::restart)
            .changed(pod -> pod.getMetadata().getLabels().put(Labels.INJECT, "false"));

    assertThat(testbed.run("without Ebbgate", scenario)).injected(0).lostAtLeast(10);
  }
}
