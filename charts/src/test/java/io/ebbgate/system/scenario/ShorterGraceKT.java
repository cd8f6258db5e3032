package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.ClusterExtension;
import io.ebbgate.tool.cluster.GatewayType;
import io.ebbgate.tool.cluster.LoadProfile;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.tool.load.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A pod is deleted with a shorter grace than its own, and its work fits into that. */
@Tag("short")
@ExtendWith(ClusterExtension.class)
class ShorterGraceKT {
  @Test
  void losesNothing(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(
                GatewayType.PLAIN,
                gateway -> gateway.delete(gateway.pods().names().subList(0, 1), "--grace-period=8"))
            .under(LoadProfile.everything().without(Kind.SLOW).lasting(Duration.ofSeconds(2)));

    assertThat(testbed.run("grace of 8 s", scenario))
        .lostNothing()
        .drained(1, Outcome.CLEAN)
        .hadNoFailedHook();
  }
}
