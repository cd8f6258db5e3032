package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.ClusterExtension;
import io.ebbgate.tool.cluster.GatewayType;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.tool.cluster.Webhook;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The release goes over to a certificate of ours and back to its own, and every pod that comes in
 * between is injected.
 */
@ExtendWith(ClusterExtension.class)
class CertificateModesKT {
  @Test
  void loseNothing(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(
            GatewayType.PLAIN,
            gateway -> {
              Webhook webhook = gateway.webhook();
              try {
                webhook.useCertificate(Duration.ofHours(1), Duration.ofHours(1));
                gateway.restart();
              } finally {
                webhook.upgrade("");
              }
              gateway.restart();
            });

    assertThat(testbed.run("another certificate", scenario))
        .lostNothing()
        .drained(4, Outcome.CLEAN)
        .injectedAll()
        .hadNoFailedHook();
  }
}
