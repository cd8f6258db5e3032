package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Setting;
import io.ebbgate.tool.cluster.ClusterTest;
import io.ebbgate.tool.cluster.Gateway;
import io.ebbgate.tool.cluster.GatewayType;
import io.ebbgate.tool.cluster.LoadProfile;
import io.ebbgate.tool.cluster.PodHistory;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.ScenarioResult;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.tool.node.RuntimeImage;
import io.ebbgate.tool.wso2.RuntimeLog;
import io.ebbgate.webhook.load.Kind;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** A router that fails closed without its policy engine, and an executor: three containers. */
class StopOrderKT {
  /** The lines that a program writes at SIGTERM and at its end begin so. */
  private static final List<String> ENGINE = List.of("policy-engine ", "policy-engine ends");

  private static final List<String> EXECUTOR = List.of("python-executor ", "python-executor ends");

  @ClusterTest
  void stopsRouterPolicyEngineAndExecutorInOrder(Testbed testbed) throws Exception {
    testbed.bring(RuntimeImage::pack);

    ScenarioResult result = testbed.run("stop order", roll());

    assertThat(result).drainedCleanly(2).lostNothing();
    for (PodHistory pod : result.terminated()) {
      assertInOrder(testbed, result, pod);
    }
  }

  /** The last of the grace period is kept for the exits, however long the drain would like it. */
  @ClusterTest
  void stopsThemInOrderWhereTheGraceIsUsedUp(Testbed testbed) throws Exception {
    testbed.bring(RuntimeImage::pack);

    ScenarioResult result =
        testbed.run(
            "stop order in a short grace",
            roll()
                .annotated(Setting.MIN_DRAIN.annotation(), "1m")
                .annotated(Setting.MAX_GRACE.annotation(), "14s"));

    assertThat(result.terminated()).hasSize(2);
    for (PodHistory pod : result.terminated()) {
      assertInOrder(testbed, result, pod);
    }
  }

  private static Scenario roll() {
    return Scenario.of(GatewayType.ORDERED, Gateway::restart)
        .under(
            LoadProfile.everything().of(Kind.KEEP_ALIVE, Kind.NEW_CONNECTION, Kind.SLOW).at(100));
  }

  private static void assertInOrder(Testbed testbed, ScenarioResult result, PodHistory pod)
      throws IOException {
    Instant router = at(testbed.log(result, pod, "router"), "router ends");
    String engine = testbed.log(result, pod, "policy-engine");
    String executor = testbed.log(result, pod, "python-executor");

    assertThat(List.of(router, terminated(engine, ENGINE), at(engine, ENGINE.getLast())))
        .as(pod.name())
        .isSorted();
    assertThat(
            List.of(
                at(engine, ENGINE.getLast()),
                terminated(executor, EXECUTOR),
                at(executor, EXECUTOR.getLast())))
        .as(pod.name())
        .isSorted();
  }

  /** The line between the one at the program's start and the one at its end. */
  private static Instant terminated(String log, List<String> lines) {
    return RuntimeLog.parse(log).entries().stream()
        .filter(each -> each.what().startsWith(lines.getFirst()))
        .skip(1)
        .findFirst()
        .orElseThrow(() -> new AssertionError(lines + " in " + log))
        .at();
  }

  private static Instant at(String log, String line) {
    return RuntimeLog.parse(log)
        .at(line)
        .orElseThrow(() -> new AssertionError("no line " + line + " in " + log));
  }
}
