package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Labels;
import io.ebbgate.tool.cluster.ClusterTest;
import io.ebbgate.tool.cluster.Gateway;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.Testbed;
import io.fabric8.kubernetes.api.model.LifecycleBuilder;

/** What a pod and its namespace ask of the webhook decides about injection. */
class InjectionKT {
  /** A setting that can't be read is warned about, and the default is used. */
  @ClusterTest
  void drainsByTheDefaultOfABadAnnotation(Testbed testbed) throws Exception {
    Scenario scenario = Scenario.of(Gateway::restart).annotated("ebbgate.io/min-drain", "soon");

    assertThat(testbed.run("bad annotation", scenario))
        .drainedCleanly(2)
        .injectedAll()
        .drainedNoLongerThanNeeded();
  }

  /** A pod that has a hook already keeps it, and gets no other and no sidecar. */
  @ClusterTest
  void keepsAnExistingHook(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(
                gateway -> {
                  gateway.restart();
                  assertThat(gateway.pods().staying())
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

  /** Where only labelled namespaces are injected, pods of one without the label have no sidecar. */
  @ClusterTest
  void isOnlyInLabelledNamespacesWhereTheLabelIsRequired(Testbed testbed) throws Exception {
    Scenario.Act restart =
        gateway -> {
          gateway.webhook().upgrade("webhook: {namespaces: labelled}");
          try {
            gateway.restart();
          } finally {
            gateway.webhook().upgrade("");
          }
        };
    Scenario unlabelled = Scenario.of(restart);

    assertThat(testbed.run("namespace without label", unlabelled)).lostNothing().injected(2);
    assertThat(
            testbed.run(
                "namespace with label", unlabelled.inNamespaceLabelled(Labels.INJECT, "true")))
        .lostNothing()
        .injectedAll();
  }

  /** A namespace that enforces the restricted level takes injected pods. */
  @ClusterTest
  void losesNothingInARestrictedNamespace(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(Gateway::restart)
            .inNamespaceLabelled("pod-security.kubernetes.io/enforce", "restricted");

    assertThat(testbed.run("restricted", scenario)).drainedCleanly(2).injectedAll();
  }
}
