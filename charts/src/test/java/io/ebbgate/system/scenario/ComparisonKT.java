package io.ebbgate.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import io.ebbgate.tool.cluster.ClusterTest;
import io.ebbgate.tool.cluster.LoadProfile;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.tool.rival.Comparison;
import io.ebbgate.tool.rival.Result;
import io.ebbgate.tool.rival.Rival;
import java.time.Duration;
import org.junit.jupiter.api.Tag;

/** Rolling restarts of gateways that drain in seven ways, into {@code target/cluster/results*}. */
@Tag("comparison")
@Tag("long")
class ComparisonKT {
  /**
   * What two rolls of the same differ by on a machine that has other things to do. A roll's p99 is
   * made by the start of new pods, which compete with Envoy for its cores.
   */
  private static final double NOISE = 1.25;

  private static final Duration NOISE_MORE = Duration.ofMillis(5);

  /** Plain HTTP; into {@code target/cluster/results.*}. */
  @ClusterTest
  void losesNothingAndIsNoSlower(Testbed testbed) throws Exception {
    Comparison comparison = Comparison.run(testbed, LoadProfile.baseline(), 3, "results");
    Result own = comparison.of(Rival.EBBGATE);
    Result none = comparison.of(Rival.NONE);

    assertThat(none.failed())
        .as("Unless others lose, losing nothing shows nothing")
        .isGreaterThanOrEqualTo(10);
    assertSoftly(softly -> {
      softly.assertThat(own.failed()).as("failed").isZero();
      softly.assertThat(own.severedInAll()).as("severed").isZero();
      softly.assertThat(own.failedHooks()).as("failed hooks").isZero();
      softly
          .assertThat(own.roll())
          .as("roll beside kgateway's")
          .isLessThanOrEqualTo(comparison.of(Rival.KGATEWAY).roll());
      softly
          .assertThat(own.rolling().p99())
          .as("p99 beside that of a roll without a drain")
          .isLessThanOrEqualTo(tolerated(none.rolling().p99()));
    });
  }

  private static Duration tolerated(Duration p99) {
    return Duration.ofNanos((long) (p99.toNanos() * NOISE)).plus(NOISE_MORE);
  }

  /** TLS, WebSocket and raw TCP too; into {@code target/cluster/results-all-kinds.*}. */
  @ClusterTest
  void losesNothingOfAnyKindOfClient(Testbed testbed) throws Exception {
    Comparison comparison =
        Comparison.run(testbed, LoadProfile.everything().at(600), 1, "results-all-kinds");
    Result own = comparison.of(Rival.EBBGATE);

    assertThat(comparison.of(Rival.NONE).failed()).isGreaterThanOrEqualTo(10);
    assertThat(own.failed()).isZero();
    assertThat(own.severedInAll()).isZero();
    assertThat(own.failedHooks()).isZero();
  }
}
