package io.ebbgate.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.ClusterTest;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.tool.wso2.RuntimeDrain;
import io.ebbgate.tool.wso2.RuntimeLog;
import io.ebbgate.tool.wso2.RuntimeRestart;
import io.ebbgate.tool.wso2.RuntimeRoll;
import java.time.Duration;
import org.junit.jupiter.api.Tag;

/** WSO2's experiment with a runtime of its contract, into {@code target/cluster/wso2.*}. */
@Tag("wso2")
@Tag("long")
class Wso2KT {
  /** What WSO2's script waits by default. */
  private static final Duration SCRIPT = Duration.ofSeconds(15);

  @ClusterTest
  void losesNothingAndEndsRouterPolicyEngineAndExecutorInOrder(Testbed testbed) throws Exception {
    RuntimeRestart restart = RuntimeRestart.run(testbed, "wso2");

    assertThat(restart.of(RuntimeDrain.NONE).failed())
        .as("Unless a restart loses something, losing nothing shows nothing")
        .isGreaterThanOrEqualTo(10);
    assertThat(restart.rolls())
        .allSatisfy(roll ->
            assertThat(roll.pods())
                .as(roll.drain().name())
                .hasSize(2)
                .allSatisfy(pod -> assertThat(pod.log()).matches(RuntimeLog::endedInOrder)));
    assertThat(restart.of(RuntimeDrain.SCRIPT).pods())
        .as("Mode env turns the script's own drain on")
        .allSatisfy(pod -> assertThat(pod.log().drained()).isGreaterThanOrEqualTo(SCRIPT));
    RuntimeRoll own = restart.of(RuntimeDrain.EBBGATE);
    assertSoftly(softly -> {
      softly.assertThat(own.failed()).as("failed").isZero();
      softly.assertThat(own.severed()).as("severed").isZero();
      softly.assertThat(own.failedHooks()).as("failed hooks").isZero();
      softly
          .assertThat(own.pods())
          .allSatisfy(pod -> {
            assertThat(pod.verdict()).isEqualTo(Outcome.CLEAN.wireName());
            assertThat(pod.log().drained())
                .as("what the script adds to the hold")
                .isLessThan(Duration.ofSeconds(1));
          });
    });
  }
}
