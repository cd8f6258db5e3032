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
 * Every webhook is killed while a gateway is rolled. The pods that leave have what they need; those
 * that come meanwhile may come as they are.
 */
@ExtendWith(ClusterExtension.class)
class WebhookKilledKT {
  @Test
  void losesNothing(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(
            GatewayType.PLAIN,
            gateway -> {
              gateway.webhook().kill();
              gateway.restart();
              gateway.webhook().awaitReady();
            });

    assertThat(testbed.run("webhook killed", scenario))
        .lostNothing()
        .drained(2, Outcome.CLEAN)
        .hadNoFailedHook();
  }
}
