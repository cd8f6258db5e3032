package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.StoryAssert.assertThat;

import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.OnCluster;
import io.ebbgate.tool.cluster.Play;
import io.ebbgate.tool.cluster.Shape;
import io.ebbgate.tool.cluster.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A sidecar died and was started again some time before its pod is deleted. */
@ExtendWith(OnCluster.class)
class SidecarKilledBeforeKT {
  @Test
  void losesNothing(Stage stage) throws Exception {
    Play play =
        Play.of(
            Shape.PLAIN,
            gateway -> {
              String pod = gateway.pods().names().getFirst();
              gateway.signal(pod, Containers.SIDECAR, "SIGKILL");
              gateway.pods().awaitRestarted(pod, Containers.SIDECAR);
              gateway.delete(List.of(pod));
            });

    assertThat(stage.run("sidecar killed before", play))
        .lostNothing()
        .saidGoodbye(1, Outcome.CLEAN)
        .hadNoFailedHook()
        .heldNoLongerThanNeeded();
  }
}
