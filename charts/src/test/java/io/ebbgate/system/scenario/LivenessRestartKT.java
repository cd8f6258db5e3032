package io.ebbgate.system.scenario;

import static io.ebbgate.system.cluster.StoryAssert.assertThat;

import io.ebbgate.system.cluster.OnCluster;
import io.ebbgate.system.cluster.Play;
import io.ebbgate.system.cluster.Shape;
import io.ebbgate.system.cluster.Stage;
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
