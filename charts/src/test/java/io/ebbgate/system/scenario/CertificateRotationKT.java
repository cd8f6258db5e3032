package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.StoryAssert.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.tool.cluster.OnCluster;
import io.ebbgate.tool.cluster.Play;
import io.ebbgate.tool.cluster.Shape;
import io.ebbgate.tool.cluster.Stage;
import io.ebbgate.tool.cluster.Webhook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Certificates of a minute are renewed and another authority takes over while a gateway is rolled
 * again and again, and every new pod is injected.
 */
@ExtendWith(OnCluster.class)
class CertificateRotationKT {
  @Test
  void losesNothing(Stage stage) throws Exception {
    Play play =
        Play.of(
            Shape.PLAIN,
            gateway -> {
              Webhook webhook = gateway.webhook();
              try {
                webhook.upgrade(
                    "tls: {self: {caLifetime: 200s, leafLifetime: 1m, caPropagation: 3s}}");
                String before = webhook.trusted();
                webhook.kubectl("delete", "secret", "ebbgate-ca");
                gateway.restart();
                gateway.restart();
                Await.until(
                    "another authority is trusted", () -> !webhook.trusted().equals(before));
                gateway.restart();
              } finally {
                webhook.upgrade("");
              }
            });

    assertThat(stage.run("certificates rotate", play))
        .lostNothing()
        .saidGoodbye(6, Outcome.CLEAN)
        .injectedAll()
        .hadNoFailedHook();
  }
}
