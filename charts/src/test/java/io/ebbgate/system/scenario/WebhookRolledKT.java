package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.StoryAssert.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.OnCluster;
import io.ebbgate.tool.cluster.Play;
import io.ebbgate.tool.cluster.Shape;
import io.ebbgate.tool.cluster.Stage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The webhook is rolled while a gateway is, and every new pod is injected. */
@Tag("short")
@ExtendWith(OnCluster.class)
class WebhookRolledKT {
  @Test
  void losesNothing(Stage stage) throws Exception {
    Play play =
        Play.of(
            Shape.PLAIN,
            gateway -> {
              gateway.webhook().restart();
              gateway.restart();
            });

    assertThat(stage.run("webhook rolled", play))
        .lostNothing()
        .saidGoodbye(2, Outcome.CLEAN)
        .injectedAll()
        .hadNoFailedHook();
  }
}
