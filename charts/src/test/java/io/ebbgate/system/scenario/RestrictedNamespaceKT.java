package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.ClusterExtension;
import io.ebbgate.tool.cluster.Gateway;
import io.ebbgate.tool.cluster.GatewayType;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.Testbed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A namespace that enforces the restricted level takes injected pods. */
@ExtendWith(ClusterExtension.class)
class RestrictedNamespaceKT {
  @Test
  void losesNothing(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(GatewayType.PLAIN, Gateway::restart)
            .inNamespaceLabelled("pod-security.kubernetes.io/enforce", "restricted");

    assertThat(testbed.run("restricted", scenario))
        .lostNothing()
        .drained(2, Outcome.CLEAN)
        .injectedAll()
        .hadNoFailedHook();
  }
}
