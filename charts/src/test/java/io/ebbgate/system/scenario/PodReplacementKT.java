package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.ClusterExtension;
import io.ebbgate.tool.cluster.GatewayType;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.Testbed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pods are replaced or removed in other ways than one rolling restart. */
@ExtendWith(ClusterExtension.class)
class PodReplacementKT {
  /** Five pods are replaced, and their successors again at once. */
  @Test
  void losesNothingInTwoRestarts(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(
                GatewayType.PLAIN,
                gateway -> {
                  gateway.restart();
                  gateway.restart();
                })
            .replicas(5);

    assertThat(testbed.run("five pods twice", scenario))
        .lostNothing()
        .drained(10, Outcome.CLEAN)
        .hadNoFailedHook()
        .drainedNoLongerThanNeeded();
  }

  /** Three pods become one. */
  @Test
  void losesNothingInAScaleDown(Testbed testbed) throws Exception {
    Scenario scenario = Scenario.of(GatewayType.PLAIN, gateway -> gateway.scale(1)).replicas(3);

    assertThat(testbed.run("scale down", scenario))
        .lostNothing()
        .drained(2, Outcome.CLEAN)
        .hadNoFailedHook()
        .drainedNoLongerThanNeeded();
  }

  /**
   * Both pods are deleted at once. Until new ones are ready, only terminating pods can serve, and
   * kube-proxy uses them.
   */
  @Test
  void losesNothingWhereAllPodsAreDeletedAtOnce(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(GatewayType.PLAIN, gateway -> gateway.delete(gateway.pods().names()));

    assertThat(testbed.run("all at once", scenario))
        .lostNothing()
        .drained(2, Outcome.CLEAN)
        .hadNoFailedHook();
  }

  /** A node is drained, with a disruption budget that lets one pod go at a time. */
  @Test
  void losesNothingInANodeDrain(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(
                GatewayType.PLAIN,
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
}
