package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.StoryAssert.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.OnCluster;
import io.ebbgate.tool.cluster.Play;
import io.ebbgate.tool.cluster.Shape;
import io.ebbgate.tool.cluster.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Five pods are replaced, and their successors again at once. */
@ExtendWith(OnCluster.class)
class RestartTwiceKT {
  @Test
  void losesNothing(Stage stage) throws Exception {
    Play play =
        Play.of(
                Shape.PLAIN,
                gateway -> {
                  gateway.restart();
                  gateway.restart();
                })
            .replicas(5);

    assertThat(stage.run("five pods twice", play))
        .lostNothing()
        .saidGoodbye(10, Outcome.CLEAN)
        .hadNoFailedHook()
        .heldNoLongerThanNeeded();
  }
}
