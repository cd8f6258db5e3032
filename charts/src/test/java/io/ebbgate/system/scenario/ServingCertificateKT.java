package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.tool.cluster.ClusterTest;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.tool.cluster.Webhook;
import java.time.Duration;

/**
 * The webhook's serving certificate changes while gateways are rolled, and every new pod is
 * injected.
 */
class ServingCertificateKT {
  /**
   * The release goes over to a certificate of ours and back to its own, and every pod that comes in
   * between is injected.
   */
  @ClusterTest
  void losesNothingWhileTheModeChanges(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(gateway -> {
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

  /**
   * Certificates of a minute are renewed and another CA is created while a gateway is rolled again
   * and again, and every new pod is injected.
   */
  @ClusterTest
  void losesNothingWhileCertificatesRotate(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(gateway -> {
              Webhook webhook = gateway.webhook();
              try {
                webhook.upgrade(
                    "tls: {self: {caLifetime: 200s, leafLifetime: 1m, caPropagation: 3s}}");
                String before = webhook.caBundle();
                webhook.kubectl("delete", "secret", "ebbgate-ca");
                gateway.restart();
                gateway.restart();
                Await.until("the CA bundle is replaced", () -> !webhook.caBundle().equals(before));
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
