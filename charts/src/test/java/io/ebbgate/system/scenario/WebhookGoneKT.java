package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.StoryAssert.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.OnCluster;
import io.ebbgate.tool.cluster.Play;
import io.ebbgate.tool.cluster.Shape;
import io.ebbgate.tool.cluster.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * No webhook is there while a gateway is rolled: nothing is lost, nothing waits, and the new pods
 * are as their Deployment says.
 */
@ExtendWith(OnCluster.class)
class WebhookGoneKT {
  @Test
  void losesNothing(Stage stage) throws Exception {
    Play play =
        Play.of(
            Shape.PLAIN,
            gateway -> {
              gateway.webhook().stop();
              try {
                gateway.restart();
              } finally {
                gateway.webhook().start();
              }
            });

    assertThat(stage.run("webhook gone", play))
        .lostNothing()
        .saidGoodbye(2, Outcome.CLEAN)
        .injected(2)
        .hadNoFailedHook();
  }
}
