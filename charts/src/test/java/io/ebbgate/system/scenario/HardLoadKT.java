package io.ebbgate.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import io.ebbgate.tool.cluster.ClusterTest;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.tool.rival.HardLoad;
import io.ebbgate.tool.rival.HardResult;
import io.ebbgate.tool.rival.HardResult.PodVerdict;
import io.ebbgate.tool.rival.Rival;
import org.junit.jupiter.api.Tag;

/** Both pods of a gateway end at once under long work, with each drain of the comparison. */
@Tag("hard")
@Tag("long")
class HardLoadKT {
  /** Into {@code target/cluster/hard-load.*}. */
  @ClusterTest
  void losesNothingThatFitsAndCountsTheRestAsClientsDo(Testbed testbed) throws Exception {
    HardLoad load = HardLoad.run(testbed, "hard-load");
    HardResult own = load.of(Rival.EBBGATE);

    assertThat(load.of(Rival.SLEEP).severed())
        .as("Unless others cut, cutting nothing shows nothing")
        .isGreaterThanOrEqualTo(50);
    assertSoftly(softly -> {
      softly.assertThat(own.failed()).as("failed of what fits").isZero();
      softly.assertThat(own.failedHooks()).as("failed hooks").isZero();
      softly.assertThat(own.verdicts()).hasSize(2);
      softly
          .assertThat(own.verdicts())
          .allSatisfy(each -> assertThat(each.connections()).isEqualTo(each.cut()));
      softly
          .assertThat(own.verdicts().stream().mapToLong(PodVerdict::cut).sum())
          .as("cut sessions without an end")
          .isEqualTo(own.severedEndless());
    });
  }
}
