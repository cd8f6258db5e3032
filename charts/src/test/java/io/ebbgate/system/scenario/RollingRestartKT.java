package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;

import io.ebbgate.core.contract.Labels;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.ClusterExtension;
import io.ebbgate.tool.cluster.ClusterTest;
import io.ebbgate.tool.cluster.Gateway;
import io.ebbgate.tool.cluster.GatewayType;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.Testbed;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two pods are replaced, one after the other. */
@Tag("short")
class RollingRestartKT {
  @ParameterizedTest
  @ExtendWith(ClusterExtension.class)
  @EnumSource(names = {"PLAIN", "ISTIO", "SOCKET", "HOST_NETWORK"})
  void losesNothing(GatewayType type, Testbed testbed) throws Exception {
    assertThat(testbed.run("rolling restart of " + type, Scenario.of(type, Gateway::restart)))
        .drainedCleanly(2)
        .drainedNoLongerThanNeeded();
  }

  /**
   * One pod a node, reached at a port of the node, where no endpoint goes away and clients come
   * until they are refused. No pod can serve from there on until the successor listens; nothing
   * else may be lost.
   */
  @ClusterTest
  void losesNothingAtAPortOfTheNode(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(GatewayType.HOST_PORT, Gateway::restart)
            .annotated("ebbgate.io/close-listeners", "10s");

    assertThat(testbed.run("host port", scenario))
        .lostOnlyWhileNoPodCouldServe(Duration.ofSeconds(10))
        .drained(2, Outcome.CLEAN)
        .hadNoFailedHook();
  }

  /**
   * Pods that opted out: unless this loses something, a scenario that loses nothing shows nothing.
   */
  @ClusterTest
  void losesRequestsWithoutEbbgate(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(Gateway::restart)
            .changed(pod -> pod.getMetadata().getLabels().put(Labels.INJECT, "false"));

    assertThat(testbed.run("without Ebbgate", scenario)).injected(0).lostAtLeast(10);
  }
}
