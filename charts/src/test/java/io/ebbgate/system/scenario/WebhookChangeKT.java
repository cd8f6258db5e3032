package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;

import io.ebbgate.core.testkit.Await;
import io.ebbgate.tool.cluster.ClusterTest;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.tool.cluster.Webhook;
import java.time.Duration;
import org.junit.jupiter.api.Tag;

/** The webhook is stopped, killed, rolled or upgraded while a gateway is rolled. */
class WebhookChangeKT {
  /**
   * Without a webhook nothing is lost, nothing waits, and new pods are created as their Deployment
   * has them.
   */
  @ClusterTest
  void losesNothingWhileItIsStopped(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(gateway -> {
          gateway.webhook().stop();
          try {
            gateway.restart();
          } finally {
            gateway.webhook().start();
          }
        });

    assertThat(testbed.run("webhook stopped", scenario)).drainedCleanly(2).injected(2);
  }

  /** Old pods have their sidecar; pods created meanwhile may have none. */
  @ClusterTest
  void losesNothingWhileItIsKilled(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(gateway -> {
          gateway.webhook().kill();
          gateway.restart();
          gateway.webhook().awaitReady();
        });

    assertThat(testbed.run("webhook killed", scenario)).drainedCleanly(2);
  }

  /** The webhook is rolled while a gateway is, and every new pod is injected. */
  @ClusterTest
  @Tag("short")
  void losesNothingWhileItIsRolled(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(gateway -> {
          gateway.webhook().restart();
          gateway.restart();
        });

    assertThat(testbed.run("webhook rolled", scenario)).drainedCleanly(2).injectedAll();
  }

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

    assertThat(testbed.run("another certificate", scenario)).drainedCleanly(4).injectedAll();
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
            webhook.upgrade("tls: {self: {caLifetime: 200s, leafLifetime: 1m, caPropagation: 3s}}");
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

    assertThat(testbed.run("certificates rotate", scenario)).drainedCleanly(6).injectedAll();
  }
}
