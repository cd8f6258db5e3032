package io.ebbgate.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.tool.cluster.Load;
import io.ebbgate.tool.cluster.OnCluster;
import io.ebbgate.tool.cluster.Stage;
import io.ebbgate.tool.rival.Comparison;
import io.ebbgate.tool.rival.Contest;
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
@ExtendWith(OnCluster.class)
class ComparisonOfAllKindsKT {
  @Test
  void losesNothing(Stage stage) throws Exception {
    Comparison comparison =
        new Contest(stage, Load.everything().at(600), 1, "results-all-kinds").run();
    Result own = comparison.of(Rival.EBBGATE);

    assertThat(comparison.of(Rival.NONE).failed()).isGreaterThanOrEqualTo(10);
    assertThat(own.failed()).isZero();
    assertThat(own.severedInAll()).isZero();
    assertThat(own.failedHooks()).isZero();
  }
}
