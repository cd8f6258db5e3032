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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Sessions that last longer than the drain are cut at its end, and the verdicts count as many as
 * their clients do. Both pods are deleted, since a client may be on either.
 */
@ExtendWith(ClusterExtension.class)
class OverlongWorkKT {
  @Test
  void isCutAndCounted(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(GatewayType.PLAIN, gateway -> gateway.delete(gateway.pods().names()))
            .under(LoadProfile.everything().lasting(Duration.ofMinutes(5)))
            .annotated("ebbgate.io/drain-timeout", "12s");

    assertThat(testbed.run("overlong work", scenario))
        .lostOnly(Kind.TCP, Kind.WEBSOCKET)
        .drained(2, Outcome.FORCED, Outcome.CLEAN)
        .countedWhatWasCut()
        .hadNoFailedHook();
  }

  /** The kubelet waits no longer than a deletion's own grace, and the sidecar is informed of it. */
  @Test
  void isCutAndCountedAtTheEndOfAShorterGrace(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(
                GatewayType.PLAIN,
                gateway -> gateway.delete(gateway.pods().names(), "--grace-period=8"))
            .under(LoadProfile.everything().without(Kind.SLOW).lasting(Duration.ofMinutes(5)));

    assertThat(testbed.run("overlong work in a shorter grace", scenario))
        .lostOnly(Kind.TCP, Kind.WEBSOCKET)
        .drained(2, Outcome.SHORTENED, Outcome.CLEAN)
        .countedWhatWasCut()
        .wasReportedEverywhere()
        .hadNoFailedHook();
  }
}
