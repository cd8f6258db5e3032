package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;

import io.ebbgate.tool.cluster.ClusterExtension;
import io.ebbgate.tool.cluster.GatewayType;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.Testbed;
import io.fabric8.kubernetes.api.model.LifecycleBuilder;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A pod that has a hook already keeps it, and gets no other and no sidecar. */
@ExtendWith(ClusterExtension.class)
class ExistingHookKT {
  @Test
  void isKept(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(
                GatewayType.PLAIN,
                gateway -> {
                  gateway.restart();
                  Assertions.assertThat(gateway.pods().staying())
                      .extracting(pod -> pod.getSpec().getContainers().getFirst().getLifecycle())
                      .allMatch(lifecycle -> lifecycle.getPreStop().getSleep().getSeconds() == 5);
                })
            .changed(pod ->
                pod.getSpec()
                    .getContainers()
                    .getFirst()
                    .setLifecycle(
                        new LifecycleBuilder()
                            .withNewPreStop()
                            .withNewSleep(5L)
                            .endPreStop()
                            .build()));

    assertThat(testbed.run("existing hook", scenario)).injected(0).terminatedWithoutVerdict(2);
  }
}
