package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;

import io.ebbgate.core.contract.Labels;
import io.ebbgate.tool.cluster.ClusterExtension;
import io.ebbgate.tool.cluster.GatewayType;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.Testbed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Where only labelled namespaces are asked about, one without the label is left alone and one with
 * it is not.
 */
@ExtendWith(ClusterExtension.class)
class LabelledNamespacesKT {
  @Test
  void areTheOnlyOnes(Testbed testbed) throws Exception {
    Scenario.Act restart =
        gateway -> {
          gateway.webhook().upgrade("webhook: {namespaces: labelled}");
          try {
            gateway.restart();
          } finally {
            gateway.webhook().upgrade("");
          }
        };
    Scenario unlabelled = Scenario.of(GatewayType.PLAIN, restart);

    assertThat(testbed.run("namespace without label", unlabelled)).lostNothing().injected(2);
    assertThat(
            testbed.run(
                "namespace with label", unlabelled.inNamespaceLabelled(Labels.INJECT, "true")))
        .lostNothing()
        .injectedAll();
  }
}
