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

/** A gateway as Istio's injector leaves it, recognised by itself. */
@Tag("short")
@ExtendWith(OnCluster.class)
class IstioShapeKT {
  @Test
  void losesNothing(Stage stage) throws Exception {
    assertThat(stage.run("istio shape", Play.of(Shape.ISTIO, Gateway::restart)))
        .lostNothing()
        .saidGoodbye(2, Outcome.CLEAN)
        .hadNoFailedHook()
        .heldNoLongerThanNeeded();
  }
}
