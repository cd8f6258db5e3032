package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.ClusterExtension;
import io.ebbgate.tool.cluster.GatewayType;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.Testbed;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The webhook is rolled while a gateway is, and every new pod is injected. */
@Tag("short")
@ExtendWith(ClusterExtension.class)
class WebhookRolledKT {
  @Test
  void losesNothing(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(
            GatewayType.PLAIN,
            gateway -> {
              gateway.webhook().restart();
              gateway.restart();
            });

    assertThat(testbed.run("webhook rolled", scenario))
        .lostNothing()
        .drained(2, Outcome.CLEAN)
        .injectedAll()
        .hadNoFailedHook();
  }
}
