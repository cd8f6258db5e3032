package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.StoryAssert.assertThat;

import io.ebbgate.tool.cluster.OnCluster;
import io.ebbgate.tool.cluster.Play;
import io.ebbgate.tool.cluster.Shape;
import io.ebbgate.tool.cluster.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The kubelet restarts the gateway's container because its liveness probe fails: the hook is called
 * then too, and held until the clients have gone elsewhere.
 */
@ExtendWith(OnCluster.class)
class LivenessRestartKT {
  @Test
  void losesNothing(Stage stage) throws Exception {
    Play play =
        Play.of(
                Shape.PLAIN,
                gateway -> {
                  String pod = gateway.pods().names().getFirst();
                  gateway.failHealth(pod);
                  gateway.pods().awaitRestarted(pod, "envoy");
                  gateway.pods().awaitReady(2);
                })
            .changed(Liveness::add);

    assertThat(stage.run("liveness restart", play)).lostNothing().leftSilently(0).hadNoFailedHook();
  }
}
