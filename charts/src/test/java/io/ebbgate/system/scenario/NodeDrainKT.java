package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.StoryAssert.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.OnCluster;
import io.ebbgate.tool.cluster.Play;
import io.ebbgate.tool.cluster.Shape;
import io.ebbgate.tool.cluster.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A node is drained, with a disruption budget that lets one pod go at a time. */
@ExtendWith(OnCluster.class)
class NodeDrainKT {
  @Test
  void losesNothing(Stage stage) throws Exception {
    Play play =
        Play.of(
                Shape.PLAIN,
                gateway -> {
                  gateway.kubectl(
                      "create", "pdb", "gateway", "--selector=app=gateway", "--min-available=2");
                  gateway.leaveNode();
                })
            .replicas(3);

    assertThat(stage.run("node drain", play))
        .lostNothing()
        .leftWith(Outcome.CLEAN)
        .hadNoFailedHook()
        .heldNoLongerThanNeeded();
  }
}
