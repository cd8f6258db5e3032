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
 * No webhook is there while a gateway is rolled: nothing is lost, nothing waits, and the new pods
 * are as their Deployment says.
 */
@ExtendWith(ClusterExtension.class)
class WebhookGoneKT {
  @Test
  void losesNothing(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(
            GatewayType.PLAIN,
            gateway -> {
              gateway.webhook().stop();
              try {
                gateway.restart();
              } finally {
                gateway.webhook().start();
              }
            });

    assertThat(testbed.run("webhook gone", scenario))
        .lostNothing()
        .drained(2, Outcome.CLEAN)
        .injected(2)
        .hadNoFailedHook();
  }
}
