package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.tool.cluster.ClusterExtension;
import io.ebbgate.tool.cluster.GatewayType;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.tool.cluster.Webhook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Certificates of a minute are renewed and another authority takes over while a gateway is rolled
 * again and again, and every new pod is injected.
 */
@ExtendWith(ClusterExtension.class)
class CertificateRotationKT {
  @Test
  void losesNothing(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(
            GatewayType.PLAIN,
            gateway -> {
              Webhook webhook = gateway.webhook();
              try {
                webhook.upgrade(
                    "tls: {self: {caLifetime: 200s, leafLifetime: 1m, caPropagation: 3s}}");
                String before = webhook.caBundle();
                webhook.kubectl("delete", "secret", "ebbgate-ca");
                gateway.restart();
                gateway.restart();
                Await.until(
                    "another authority is trusted", () -> !webhook.caBundle().equals(before));
                gateway.restart();
              } finally {
                webhook.upgrade("");
              }
            });

    assertThat(testbed.run("certificates rotate", scenario))
        .lostNothing()
        .drained(6, Outcome.CLEAN)
        .injectedAll()
        .hadNoFailedHook();
  }
}
