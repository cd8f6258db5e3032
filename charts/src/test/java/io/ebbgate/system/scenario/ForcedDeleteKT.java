package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;

import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.ClusterExtension;
import io.ebbgate.tool.cluster.GatewayType;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.ScenarioResult;
import io.ebbgate.tool.cluster.Testbed;
import java.time.Duration;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A pod is deleted by force: the kubelet gives the hook a second, whatever the pod's grace, and
 * then stops the gateway. What takes longer is cut, and the verdict is in the sidecar's log alone:
 * the API server has forgotten the pod. The kubelet reports no failed hook, since the sidecar
 * answers it when it is stopped.
 */
@ExtendWith(ClusterExtension.class)
class ForcedDeleteKT {
  /** A second for the hook, two that a container always has, and its own work. */
  private static final Duration KUBELET = Duration.ofSeconds(4);

  @Test
  void cutsOnlyWhatTakesLongerThanASecond(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(
            GatewayType.PLAIN, gateway -> gateway.forceDelete(gateway.pods().names().getFirst()));
    ScenarioResult result = testbed.run("forced delete", scenario);

    assertThat(result)
        .lostOnlyWithin(KUBELET)
        .terminatedWithoutVerdict(1)
        .wasNotReported()
        .hadNoFailedHook();
    Assertions.assertThat(testbed.log(result, result.terminated().getFirst(), Containers.SIDECAR))
        .contains("\"verdict\":\"" + Outcome.FORCED.wireName() + "\"");
  }
}
