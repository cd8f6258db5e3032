package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;

import io.ebbgate.tool.cluster.ClusterExtension;
import io.ebbgate.tool.cluster.GatewayType;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.Testbed;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The kubelet restarts the gateway's container because its liveness probe fails: the hook is called
 * then too, and held until the clients use other pods.
 */
@ExtendWith(ClusterExtension.class)
class LivenessRestartKT {
  @Test
  void losesNothing(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(
                GatewayType.PLAIN,
                gateway -> {
                  String pod = gateway.pods().names().getFirst();
                  gateway.failHealth(pod);
                  gateway.pods().awaitRestarted(pod, "envoy");
                  gateway.pods().awaitReady(2);
                })
            .changed(LivenessRestartKT::addProbe);

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
