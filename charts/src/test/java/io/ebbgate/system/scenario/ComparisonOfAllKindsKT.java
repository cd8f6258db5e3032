package io.ebbgate.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.tool.cluster.ClusterExtension;
import io.ebbgate.tool.cluster.LoadProfile;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.tool.rival.Comparison;
import io.ebbgate.tool.rival.ComparisonRun;
import io.ebbgate.tool.rival.Result;
import io.ebbgate.tool.rival.Rival;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The same as {@link ComparisonKT} with TLS, WebSocket and raw TCP among the clients; into {@code
 * target/cluster/results-all-kinds.*}.
 */
@Tag("comparison")
@Tag("long")
@ExtendWith(ClusterExtension.class)
class ComparisonOfAllKindsKT {
  @Test
  void losesNothing(Testbed testbed) throws Exception {
    Comparison comparison =
        new ComparisonRun(testbed, LoadProfile.everything().at(600), 1, "results-all-kinds").run();
    Result own = comparison.of(Rival.EBBGATE);

    assertThat(comparison.of(Rival.NONE).failed()).isGreaterThanOrEqualTo(10);
    assertThat(own.failed()).isZero();
    assertThat(own.severedInAll()).isZero();
    assertThat(own.failedHooks()).isZero();
  }
}
