package io.ebbgate.system.scenario;

import static io.ebbgate.system.cluster.StoryAssert.assertThat;

import io.ebbgate.core.contract.Labels;
import io.ebbgate.system.cluster.Gateway;
import io.ebbgate.system.cluster.OnCluster;
import io.ebbgate.system.cluster.Play;
import io.ebbgate.system.cluster.Shape;
import io.ebbgate.system.cluster.Stage;
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
