package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.ClusterExtension;
import io.ebbgate.tool.cluster.Gateway;
import io.ebbgate.tool.cluster.GatewayType;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.Testbed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A setting that can't be read is warned about, and the default is used. */
@ExtendWith(ClusterExtension.class)
class BadAnnotationKT {
  @Test
  void drainsByTheDefault(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(GatewayType.PLAIN, Gateway::restart).annotated("ebbgate.io/min-drain", "soon");

    assertThat(testbed.run("bad annotation", scenario))
        .lostNothing()
        .drained(2, Outcome.CLEAN)
        .injectedAll()
        .hadNoFailedHook()
        .drainedNoLongerThanNeeded();
  }
}
