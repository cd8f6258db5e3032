package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.StoryAssert.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.Gateway;
import io.ebbgate.tool.cluster.OnCluster;
import io.ebbgate.tool.cluster.Play;
import io.ebbgate.tool.cluster.Shape;
import io.ebbgate.tool.cluster.Stage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A gateway whose admin interface is a Unix socket. */
@Tag("short")
@ExtendWith(OnCluster.class)
class SocketShapeKT {
  @Test
  void losesNothing(Stage stage) throws Exception {
    assertThat(stage.run("admin on a socket", Play.of(Shape.SOCKET, Gateway::restart)))
        .lostNothing()
        .saidGoodbye(2, Outcome.CLEAN)
        .hadNoFailedHook()
        .heldNoLongerThanNeeded();
  }
}
