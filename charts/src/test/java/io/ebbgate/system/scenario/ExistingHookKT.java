package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.StoryAssert.assertThat;

import io.ebbgate.tool.cluster.OnCluster;
import io.ebbgate.tool.cluster.Play;
import io.ebbgate.tool.cluster.Shape;
import io.ebbgate.tool.cluster.Stage;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A pod that has a hook already keeps it, and gets no other and no sidecar. */
@ExtendWith(OnCluster.class)
class ExistingHookKT {
  @Test
  void isKept(Stage stage) throws Exception {
    Play play =
        Play.of(
                Shape.PLAIN,
                gateway -> {
                  gateway.restart();
                  Assertions.assertThat(gateway.pods().staying())
                      .extracting(pod -> pod.getSpec().getContainers().getFirst().getLifecycle())
                      .allMatch(lifecycle -> lifecycle.getPreStop().getSleep().getSeconds() == 5);
                })
            .changed(Sleep::fiveSeconds);

    assertThat(stage.run("existing hook", play)).injected(0).leftSilently(2);
  }
}
