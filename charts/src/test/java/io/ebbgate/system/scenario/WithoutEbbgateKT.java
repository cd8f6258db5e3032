package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.StoryAssert.assertThat;

import io.ebbgate.core.contract.Labels;
import io.ebbgate.tool.cluster.Gateway;
import io.ebbgate.tool.cluster.OnCluster;
import io.ebbgate.tool.cluster.Play;
import io.ebbgate.tool.cluster.Shape;
import io.ebbgate.tool.cluster.Stage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The same as {@link RollingRestartKT} with pods that opted out: unless this loses something, a
 * scenario that loses nothing shows nothing.
 */
@Tag("short")
@ExtendWith(OnCluster.class)
class WithoutEbbgateKT {
  @Test
  void losesRequests(Stage stage) throws Exception {
    Play play =
        Play.of(Shape.PLAIN, Gateway::restart)
            .changed(pod -> pod.getMetadata().getLabels().put(Labels.INJECT, "false"));

    assertThat(stage.run("without Ebbgate", play)).injected(0).lostAtLeast(10);
  }
}
