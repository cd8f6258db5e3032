package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.StoryAssert.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.Gateway;
import io.ebbgate.tool.cluster.OnCluster;
import io.ebbgate.tool.cluster.Play;
import io.ebbgate.tool.cluster.Shape;
import io.ebbgate.tool.cluster.Stage;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * One pod a node, reached at a port of the node, where no endpoint goes away and clients come until
 * they are refused. Nobody can serve from there on until the successor listens; nothing else may be
 * lost.
 */
@Tag("short")
@ExtendWith(OnCluster.class)
class HostPortKT {
  @Test
  void losesNothing(Stage stage) throws Exception {
    Play play =
        Play.of(Shape.HOST_PORT, Gateway::restart).annotated("ebbgate.io/close-listeners", "10s");

    assertThat(stage.run("host port", play))
        .lostOnlyWhileNobodyCouldServe(Duration.ofSeconds(10))
        .saidGoodbye(2, Outcome.CLEAN)
        .hadNoFailedHook();
  }
}
