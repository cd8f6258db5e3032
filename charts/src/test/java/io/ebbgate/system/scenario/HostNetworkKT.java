package io.ebbgate.system.scenario;

import static io.ebbgate.system.cluster.StoryAssert.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.system.cluster.Gateway;
import io.ebbgate.system.cluster.OnCluster;
import io.ebbgate.system.cluster.Play;
import io.ebbgate.system.cluster.Shape;
import io.ebbgate.system.cluster.Stage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One pod a node in the node's network; the kubelet calls hooks there by loopback. */
@Tag("short")
@ExtendWith(OnCluster.class)
class HostNetworkKT {
  @Test
  void losesNothing(Stage stage) throws Exception {
    assertThat(stage.run("host network", Play.of(Shape.HOST_NETWORK, Gateway::restart)))
        .lostNothing()
        .saidGoodbye(2, Outcome.CLEAN)
        .hadNoFailedHook()
        .heldNoLongerThanNeeded();
  }
}
