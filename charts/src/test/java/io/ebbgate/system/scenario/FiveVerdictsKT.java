package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.StoryAssert.assertThat;

import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.OnCluster;
import io.ebbgate.tool.cluster.Play;
import io.ebbgate.tool.cluster.PodStory;
import io.ebbgate.tool.cluster.Shape;
import io.ebbgate.tool.cluster.Stage;
import io.ebbgate.tool.cluster.Story;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Five pods are replaced, and everybody who tells of it says the same of each. */
@ExtendWith(OnCluster.class)
class FiveVerdictsKT {
  @Test
  void agreeWhereverTheyAreRead(Stage stage) throws Exception {
    var _ = stage.kubeconfig();
    Map<String, String> answers = new ConcurrentHashMap<>();
    List<String> shown = new ArrayList<>();
    Play play =
        Play.of(
                Shape.PLAIN,
                gateway -> {
                  try (ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
                    for (Pod pod : gateway.pods().staying().toList()) {
                      var _ =
                          askers.submit(() ->
                              answers.put(
                                  pod.getMetadata().getName(), gateway.pods().hookAnswer(pod)));
                    }
                    gateway.restart();
                  }
                  gateway.pods().awaitTold(5);
                  shown.add(gateway.kubectl("events", "--for=deployment/gateway"));
                })
            .replicas(5);
    Story story = stage.run("five verdicts", play);

    assertThat(story).lostNothing().saidGoodbye(5, Outcome.CLEAN).wasToldOf();
    Assertions.assertThat(shown.getFirst().lines().filter(line -> line.contains("clean: held")))
        .hasSize(5);
    for (PodStory pod : story.left()) {
      Assertions.assertThat(answers.getOrDefault(pod.name(), "no answer"))
          .contains("\"verdict\":\"" + pod.wireName() + "\"");
      Assertions.assertThat(stage.log(story, pod, Containers.SIDECAR).lines())
          .filteredOn(line -> line.contains("\"provisional\":false"))
          .singleElement()
          .asString()
          .contains("\"verdict\":\"" + pod.wireName() + "\"");
    }
  }

  @Test
  void areStillFiveWhenTheObserverIsKilledMeanwhile(Stage stage) throws Exception {
    Play play =
        Play.of(
                Shape.PLAIN,
                gateway -> {
                  List<String> old = gateway.startRestart();
                  gateway.pods().awaitGone(old, 2);
                  gateway.webhook().killLeader();
                  gateway.pods().awaitGone(old);
                  gateway.pods().awaitReady(5);
                  gateway.webhook().awaitReady();
                  gateway.pods().awaitTold(5);
                  // Nobody is to try any of them once more.
                  gateway.webhook().awaitAllTold();
                })
            .replicas(5);

    assertThat(stage.run("observer killed", play))
        .lostNothing()
        .saidGoodbye(5, Outcome.CLEAN)
        .wasToldOnce();
  }
}
