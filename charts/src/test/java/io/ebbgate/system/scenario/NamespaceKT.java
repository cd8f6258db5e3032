package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;

import io.ebbgate.core.contract.Labels;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.ClusterExtension;
import io.ebbgate.tool.cluster.Gateway;
import io.ebbgate.tool.cluster.GatewayType;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.Testbed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Namespaces with labels that decide about injection and about pods. */
@ExtendWith(ClusterExtension.class)
class NamespaceKT {
  /** Where only labelled namespaces are injected, pods of one without the label have no sidecar. */
  @Test
  void areTheOnlyOnesWhereTheLabelIsRequired(Testbed testbed) throws Exception {
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

  /** A namespace that enforces the restricted level takes injected pods. */
  @Test
  void losesNothingInARestrictedNamespace(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(GatewayType.PLAIN, Gateway::restart)
            .inNamespaceLabelled("pod-security.kubernetes.io/enforce", "restricted");

    assertThat(testbed.run("restricted", scenario))
        .lostNothing()
        .drained(2, Outcome.CLEAN)
        .injectedAll()
        .hadNoFailedHook();
  }
}
