package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.StoryAssert.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.Gateway;
import io.ebbgate.tool.cluster.OnCluster;
import io.ebbgate.tool.cluster.Play;
import io.ebbgate.tool.cluster.Shape;
import io.ebbgate.tool.cluster.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A namespace that enforces the restricted level takes injected pods. */
@ExtendWith(OnCluster.class)
class RestrictedNamespaceKT {
  @Test
  void losesNothing(Stage stage) throws Exception {
    Play play =
        Play.of(Shape.PLAIN, Gateway::restart)
            .inNamespaceLabelled("pod-security.kubernetes.io/enforce", "restricted");

    assertThat(stage.run("restricted", play))
        .lostNothing()
        .saidGoodbye(2, Outcome.CLEAN)
        .injectedAll()
        .hadNoFailedHook();
  }
}
