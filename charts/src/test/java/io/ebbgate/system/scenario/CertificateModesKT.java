package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.StoryAssert.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.OnCluster;
import io.ebbgate.tool.cluster.Play;
import io.ebbgate.tool.cluster.Shape;
import io.ebbgate.tool.cluster.Stage;
import io.ebbgate.tool.cluster.Webhook;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The release goes over to a certificate of ours and back to its own, and every pod that comes in
 * between is injected.
 */
@ExtendWith(OnCluster.class)
class CertificateModesKT {
  @Test
  void loseNothing(Stage stage) throws Exception {
    Play play =
        Play.of(
            Shape.PLAIN,
            gateway -> {
              Webhook webhook = gateway.webhook();
              try {
                webhook.show(Duration.ofHours(1), Duration.ofHours(1));
                gateway.restart();
              } finally {
                webhook.upgrade("");
              }
              gateway.restart();
            });

    assertThat(stage.run("another certificate", play))
        .lostNothing()
        .saidGoodbye(4, Outcome.CLEAN)
        .injectedAll()
        .hadNoFailedHook();
  }
}
