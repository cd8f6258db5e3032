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
 * Both pods are deleted at once. Until new ones are ready, nobody but the leaving ones can serve,
 * and kube-proxy uses them as long as they are.
 */
@ExtendWith(OnCluster.class)
class AllAtOnceKT {
  @Test
  void losesNothing(Stage stage) throws Exception {
    Play play = Play.of(Shape.PLAIN, gateway -> gateway.delete(gateway.pods().names()));

    assertThat(stage.run("all at once", play))
        .lostNothing()
        .saidGoodbye(2, Outcome.CLEAN)
        .hadNoFailedHook();
  }
}
