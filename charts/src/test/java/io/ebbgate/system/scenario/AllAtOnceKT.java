package io.ebbgate.system.scenario;

import static io.ebbgate.system.cluster.StoryAssert.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.system.cluster.OnCluster;
import io.ebbgate.system.cluster.Play;
import io.ebbgate.system.cluster.Shape;
import io.ebbgate.system.cluster.Stage;
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
