package io.ebbgate.system.scenario;

import static io.ebbgate.system.cluster.StoryAssert.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.system.cluster.OnCluster;
import io.ebbgate.system.cluster.Play;
import io.ebbgate.system.cluster.Shape;
import io.ebbgate.system.cluster.Stage;
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
