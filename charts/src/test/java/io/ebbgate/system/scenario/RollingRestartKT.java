package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.ClusterExtension;
import io.ebbgate.tool.cluster.Gateway;
import io.ebbgate.tool.cluster.GatewayType;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.Testbed;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two pods are replaced, one after the other. */
@Tag("short")
@ExtendWith(ClusterExtension.class)
class RollingRestartKT {
  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "ISTIO", "SOCKET", "HOST_NETWORK"})
  void losesNothing(GatewayType type, Testbed testbed) throws Exception {
    assertThat(testbed.run("rolling restart of " + type, Scenario.of(type, Gateway::restart)))
        .lostNothing()
        .drained(2, Outcome.CLEAN)
        .hadNoFailedHook()
        .drainedNoLongerThanNeeded();
  }
}
