package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.ClusterTest;
import io.ebbgate.tool.cluster.PodHistory;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.ScenarioResult;
import io.ebbgate.tool.cluster.Testbed;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Five pods are replaced, and hook, Event, log and metrics have the same verdict of each. */
class FiveVerdictsKT {
  @ClusterTest
  void agreeWhereverTheyAreRead(Testbed testbed) throws Exception {
    var _ = testbed.kubeconfig();
    Map<String, String> answers = new ConcurrentHashMap<>();
    List<String> shown = new ArrayList<>();
    Scenario scenario =
        Scenario.of(
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
                  gateway.pods().awaitReported(5);
                  shown.add(gateway.kubectl("events", "--for=deployment/gateway"));
                })
            .replicas(5);
    ScenarioResult result = testbed.run("five verdicts", scenario);

    assertThat(result).lostNothing().drained(5, Outcome.CLEAN).wasReportedEverywhere();
    assertThat(shown.getFirst().lines().filter(line -> line.contains("clean: held"))).hasSize(5);
    for (PodHistory pod : result.terminated()) {
      assertThat(answers.getOrDefault(pod.name(), "no answer"))
          .contains("\"verdict\":\"" + pod.wireName() + "\"");
      assertThat(testbed.log(result, pod, Containers.SIDECAR).lines())
          .filteredOn(line -> line.contains("\"provisional\":false"))
          .singleElement()
          .asString()
          .contains("\"verdict\":\"" + pod.wireName() + "\"");
    }
  }

  @ClusterTest
  void areStillFiveWhenTheObserverIsKilledMeanwhile(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(
                gateway -> {
                  List<String> old = gateway.startRestart();
                  gateway.pods().awaitRemoved(old, 2);
                  gateway.webhook().killLeader();
                  gateway.pods().awaitRemoved(old);
                  gateway.pods().awaitReady(5);
                  gateway.webhook().awaitReady();
                  gateway.pods().awaitReported(5);
                  // No report is to be tried once more.
                  gateway.webhook().awaitAllReported();
                })
            .replicas(5);

    assertThat(testbed.run("observer killed", scenario))
        .lostNothing()
        .drained(5, Outcome.CLEAN)
        .wasReportedOnce();
  }
}
