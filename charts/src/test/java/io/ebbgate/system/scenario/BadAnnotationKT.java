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

/** A setting that can't be read is warned about, and the default is used. */
@ExtendWith(OnCluster.class)
class BadAnnotationKT {
  @Test
  void drainsByTheDefault(Stage stage) throws Exception {
    Play play = Play.of(Shape.PLAIN, Gateway::restart).annotated("ebbgate.io/min-drain", "soon");

    assertThat(stage.run("bad annotation", play))
        .lostNothing()
        .saidGoodbye(2, Outcome.CLEAN)
        .injectedAll()
        .hadNoFailedHook()
        .heldNoLongerThanNeeded();
  }
}
