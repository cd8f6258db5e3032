package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.StoryAssert.assertThat;

import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.OnCluster;
import io.ebbgate.tool.cluster.Play;
import io.ebbgate.tool.cluster.Shape;
import io.ebbgate.tool.cluster.Stage;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The sidecar dies in the middle of a hold: the kubelet stops the gateway at once, and what its
 * clients had in flight is cut. The last word says that it was not the last.
 */
@Tag("short")
@ExtendWith(OnCluster.class)
class SidecarKilledDuringKT {
  @Test
  void cutsOnlyWhatThePodHadInFlight(Stage stage) throws Exception {
    Play play =
        Play.of(
            Shape.PLAIN,
            gateway -> {
              String pod = gateway.pods().names().getFirst();
              gateway.startDeleting(pod);
              gateway.pods().awaitPhase(pod, "announcing");
              gateway.signal(pod, Containers.SIDECAR, "SIGKILL");
              gateway.pods().awaitGone(List.of(pod));
              gateway.pods().awaitReady(2);
            });

    assertThat(stage.run("sidecar killed during", play))
        .lostOnlyWhilePodsLeft()
        .leftProvisionally(1)
        .wasToldAs(Outcome.KILLED, "DrainLost")
        .hadFailedHooks(1);
  }
}
