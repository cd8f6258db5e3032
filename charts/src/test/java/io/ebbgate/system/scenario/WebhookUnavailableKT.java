package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.ClusterTest;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.Testbed;
import org.junit.jupiter.api.Tag;

/** The webhook is stopped, killed or rolled while a gateway is rolled. */
class WebhookUnavailableKT {
  /**
   * Without a webhook nothing is lost, nothing waits, and new pods are created as their Deployment
   * has them.
   */
  @ClusterTest
  void losesNothingWhileItIsStopped(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(gateway -> {
              gateway.webhook().stop();
              try {
                gateway.restart();
              } finally {
                gateway.webhook().start();
              }
            });

    assertThat(testbed.run("webhook stopped", scenario))
        .lostNothing()
        .drained(2, Outcome.CLEAN)
        .injected(2)
        .hadNoFailedHook();
  }

  /** Old pods have their sidecar; pods created meanwhile may have none. */
  @ClusterTest
  void losesNothingWhileItIsKilled(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(gateway -> {
              gateway.webhook().kill();
              gateway.restart();
              gateway.webhook().awaitReady();
            });

    assertThat(testbed.run("webhook killed", scenario))
        .lostNothing()
        .drained(2, Outcome.CLEAN)
        .hadNoFailedHook();
  }

  /** The webhook is rolled while a gateway is, and every new pod is injected. */
  @ClusterTest
  @Tag("short")
  void losesNothingWhileItIsRolled(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(gateway -> {
              gateway.webhook().restart();
              gateway.restart();
            });

    assertThat(testbed.run("webhook rolled", scenario))
        .lostNothing()
        .drained(2, Outcome.CLEAN)
        .injectedAll()
        .hadNoFailedHook();
  }
}
