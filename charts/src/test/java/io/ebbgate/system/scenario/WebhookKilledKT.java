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
 * Every webhook is killed while a gateway is rolled. The pods that leave have what they need; those
 * that come meanwhile may come as they are.
 */
@ExtendWith(OnCluster.class)
class WebhookKilledKT {
  @Test
  void losesNothing(Stage stage) throws Exception {
    Play play =
        Play.of(
            Shape.PLAIN,
            gateway -> {
              gateway.webhook().kill();
              gateway.restart();
              gateway.webhook().awaitReady();
            });

    assertThat(stage.run("webhook killed", play))
        .lostNothing()
        .saidGoodbye(2, Outcome.CLEAN)
        .hadNoFailedHook();
  }
}
