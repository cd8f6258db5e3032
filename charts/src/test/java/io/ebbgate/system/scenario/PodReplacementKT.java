package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.ClusterTest;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.Testbed;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.ProbeBuilder;

/** Pods are replaced or removed in other ways than one rolling restart. */
class PodReplacementKT {
  /** Five pods are replaced, and their successors again at once. */
  @ClusterTest
  void losesNothingInTwoRestarts(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(
                gateway -> {
                  gateway.restart();
                  gateway.restart();
                })
            .replicas(5);

    assertThat(testbed.run("five pods twice", scenario))
        .drainedCleanly(10)
        .drainedNoLongerThanNeeded();
  }

  /** Three pods become one. */
  @ClusterTest
  void losesNothingInAScaleDown(Testbed testbed) throws Exception {
    Scenario scenario = Scenario.of(gateway -> gateway.scale(1)).replicas(3);

    assertThat(testbed.run("scale down", scenario)).drainedCleanly(2).drainedNoLongerThanNeeded();
  }

  /**
   * Both pods are deleted at once. Until new ones are ready, only terminating pods can serve, and
   * kube-proxy uses them.
   */
  @ClusterTest
  void losesNothingWhereAllPodsAreDeletedAtOnce(Testbed testbed) throws Exception {
    Scenario scenario = Scenario.of(gateway -> gateway.delete(gateway.pods().names()));

    assertThat(testbed.run("all at once", scenario)).drainedCleanly(2);
  }

  /** A node is drained, with a disruption budget that lets one pod go at a time. */
  @ClusterTest
  void losesNothingInANodeDrain(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(
                gateway -> {
                  gateway.kubectl(
                      "create", "pdb", "gateway", "--selector=app=gateway", "--min-available=2");
                  gateway.drainNode();
                })
            .replicas(3);

    assertThat(testbed.run("node drain", scenario))
        .lostNothing()
        .drainedWith(Outcome.CLEAN)
        .hadNoFailedHook()
        .drainedNoLongerThanNeeded();
  }

  /**
   * The kubelet restarts the gateway's container because its liveness probe fails: the hook is
   * called then too, and held until the clients use other pods.
   */
  @ClusterTest
  void losesNothingInALivenessRestart(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(
                gateway -> {
                  String pod = gateway.pods().names().getFirst();
                  gateway.failHealth(pod);
                  gateway.pods().awaitRestarted(pod, "envoy");
                  gateway.pods().awaitReady(2);
                })
            .changed(PodReplacementKT::addProbe);

    assertThat(testbed.run("liveness restart", scenario))
        .lostNothing()
        .terminatedWithoutVerdict(0)
        .hadNoFailedHook();
  }

  /** A liveness probe that calls what the readiness probe calls, as many gateways have it. */
  private static void addProbe(PodTemplateSpec pod) {
    Container envoy = pod.getSpec().getContainers().getFirst();
    envoy.setLivenessProbe(
        new ProbeBuilder(envoy.getReadinessProbe())
            .withPeriodSeconds(1)
            .withFailureThreshold(2)
            .build());
    envoy.getReadinessProbe().setFailureThreshold(1);
  }
}
