package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.tool.cluster.ClusterTest;
import io.ebbgate.tool.cluster.Gateway;
import io.ebbgate.tool.cluster.PodHistory;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.ScenarioResult;
import io.ebbgate.tool.cluster.Testbed;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A load balancer's controller says by a condition of the pod that it has let go of it. */
class HoldUntilKT {
  private static final String CONDITION = "example.com/registered";

  /** How long the load balancer takes; longer than {@code min-drain} and {@code max-announce}. */
  private static final Duration DEREGISTRATION = Duration.ofSeconds(20);

  @ClusterTest
  void holdsUntilTheConditionSaysSo(Testbed testbed) throws Exception {
    List<Instant> released = new ArrayList<>();
    Scenario scenario =
        Scenario.of(
                gateway -> {
                  String pod = gateway.pods().names().getFirst();
                  set(gateway, pod, "True");
                  gateway.startDeleting(pod);
                  TimeUnit.NANOSECONDS.sleep(DEREGISTRATION.toNanos());
                  released.add(Instant.now());
                  set(gateway, pod, "False");
                  gateway.pods().awaitRemoved(List.of(pod));
                  gateway.pods().awaitReady(2);
                })
            .annotated(Setting.HOLD_UNTIL.annotation(), "condition=" + CONDITION);
    ScenarioResult result = testbed.run("hold until", scenario);

    assertThat(result).drainedCleanly(1);
    PodHistory pod = result.terminated().getFirst();
    assertThat(Duration.between(released.getFirst(), pod.hookAnswered().orElseThrow()))
        .as(result.line())
        .isBetween(Duration.ZERO, Duration.ofSeconds(3));
    assertThat(testbed.log(result, pod, Containers.SIDECAR))
        .contains("The load balancer let go of the pod after ");
  }

  /** As a controller does. */
  private static void set(Gateway gateway, String pod, String status)
      throws IOException, InterruptedException {
    var _ =
        gateway.kubectl(
            "patch",
            "pod",
            pod,
            "--subresource=status",
            "--type=strategic",
            "--patch={\"status\":{\"conditions\":[{\"type\":\"%s\",\"status\":\"%s\"}]}}"
                .formatted(CONDITION, status));
  }

  /** Where the controller never says anything, the drain goes by its times alone. */
  @ClusterTest
  void goesByItsTimesWhereNothingIsHeard(Testbed testbed) throws Exception {
    Scenario scenario =
        Scenario.of(gateway -> gateway.delete(gateway.pods().names().subList(0, 1)))
            .annotated(Setting.HOLD_UNTIL.annotation(), "condition=" + CONDITION);
    ScenarioResult result = testbed.run("hold until nothing", scenario);

    assertThat(result).drained(1, Outcome.CLEAN).lostNothing().drainedNoLongerThanNeeded();
    assertThat(testbed.log(result, result.terminated().getFirst(), Containers.SIDECAR))
        .contains("Nothing was heard of the load balancer");
  }
}
