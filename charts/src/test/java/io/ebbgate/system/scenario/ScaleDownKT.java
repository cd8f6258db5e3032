package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.StoryAssert.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.OnCluster;
import io.ebbgate.tool.cluster.Play;
import io.ebbgate.tool.cluster.Shape;
import io.ebbgate.tool.cluster.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Three pods become one. */
@ExtendWith(OnCluster.class)
class ScaleDownKT {
  @Test
  void losesNothing(Stage stage) throws Exception {
    Play play = Play.of(Shape.PLAIN, gateway -> gateway.scale(1)).replicas(3);

    assertThat(stage.run("scale down", play))
        .lostNothing()
        .saidGoodbye(2, Outcome.CLEAN)
        .hadNoFailedHook()
        .heldNoLongerThanNeeded();
  }
}
