package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.StoryAssert.assertThat;

import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.OnCluster;
import io.ebbgate.tool.cluster.Play;
import io.ebbgate.tool.cluster.Shape;
import io.ebbgate.tool.cluster.Stage;
import io.ebbgate.tool.cluster.Story;
import java.time.Duration;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A pod is deleted by force: the kubelet gives the hook a second, whatever the pod's grace, and
 * then stops the gateway. What takes longer is cut, and the last word is in the sidecar's log
 * alone: the API server has forgotten the pod. The kubelet tells of no failed hook, since the
 * sidecar answers it when it is stopped.
 */
@ExtendWith(OnCluster.class)
class ForcedDeleteKT {
  /** A second for the hook, two that it always leaves to a container, and its own work. */
  private static final Duration KUBELET = Duration.ofSeconds(4);

  @Test
  void cutsOnlyWhatTakesLongerThanASecond(Stage stage) throws Exception {
    Play play =
        Play.of(Shape.PLAIN, gateway -> gateway.forceDelete(gateway.pods().names().getFirst()));
    Story story = stage.run("forced delete", play);

    assertThat(story).lostOnlyWithin(KUBELET).leftSilently(1).wasNotToldOf().hadNoFailedHook();
    Assertions.assertThat(stage.log(story, story.left().getFirst(), Containers.SIDECAR))
        .contains("\"verdict\":\"" + Outcome.FORCED.wireName() + "\"");
  }
}
