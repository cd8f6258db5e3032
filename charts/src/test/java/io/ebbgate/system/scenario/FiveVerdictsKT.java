package io.ebbgate.system.scenario;

import static io.ebbgate.system.cluster.StoryAssert.assertThat;

import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.system.cluster.OnCluster;
import io.ebbgate.system.cluster.Play;
import io.ebbgate.system.cluster.PodStory;
import io.ebbgate.system.cluster.Shape;
import io.ebbgate.system.cluster.Stage;
import io.ebbgate.system.cluster.Story;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Five pods are replaced, and everybody who tells of it says the same of each. */
@ExtendWith(OnCluster.class)
class FiveVerdictsKT {
  @Test
  void agreeWhereverTheyAreRead(Stage stage) throws Exception {
    Play play = Play.of(Shape.PLAIN, gateway -> gateway.restart()).replicas(5);
    Story story = stage.run("five verdicts", play);

    assertThat(story).lostNothing().saidGoodbye(5, Outcome.CLEAN).wasToldOf();
    for (PodStory pod : story.left()) {
      Assertions.assertThat(stage.log(story, pod, Containers.SIDECAR).lines())
          .filteredOn(line -> line.contains("\"provisional\":false"))
          .singleElement()
          .asString()
          .contains("\"verdict\":\"" + pod.word() + "\"");
    }
  }

  @Test
  void areStillFiveWhenTheObserverIsKilledMeanwhile(Stage stage) throws Exception {
    Play play =
        Play.of(
                Shape.PLAIN,
                gateway -> {
                  List<String> old = gateway.startRestart();
                  gateway.awaitGone(old, 2);
                  gateway.webhook().killLeader();
                  gateway.awaitGone(old);
                  gateway.awaitReady(5);
                  gateway.webhook().awaitReady();
                  gateway.webhook().awaitAllTold();
                })
            .replicas(5);

    assertThat(stage.run("observer killed", play))
        .lostNothing()
        .saidGoodbye(5, Outcome.CLEAN)
        .wasToldOnce();
  }
}
