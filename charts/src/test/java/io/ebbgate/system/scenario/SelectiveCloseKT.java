package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Labels;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.verdict.VerdictFields;
import io.ebbgate.tool.cluster.ClusterTest;
import io.ebbgate.tool.cluster.LoadProfile;
import io.ebbgate.tool.cluster.PodHistory;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.ScenarioResult;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.webhook.load.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The kubelet grants a sidecar {@code NET_ADMIN}, and the kernel closes what is left by it. */
class SelectiveCloseKT {
  /**
   * Both pods are replaced by those that have the right, and these are deleted together under
   * sessions that last longer than the drain.
   */
  @ClusterTest
  void closesByForceWhatIsLeftAndCountsIt(Testbed testbed) throws Exception {
    List<String> closing = new ArrayList<>();
    Scenario scenario =
        Scenario.of(
                gateway -> {
                  gateway.webhook().upgrade("selectiveClose: true");
                  try {
                    gateway.restart();
                    closing.addAll(gateway.pods().names());
                    gateway.delete(closing);
                  } finally {
                    gateway.webhook().upgrade("");
                  }
                })
            .under(
                LoadProfile.everything()
                    .of(Kind.KEEP_ALIVE, Kind.WEBSOCKET, Kind.TCP)
                    .lasting(Duration.ofMinutes(5)))
            .annotated(Annotations.SELECTIVE_CLOSE, "true")
            .annotated(Setting.FORCE_CLOSE.annotation(), "all")
            .annotated(Setting.DRAIN_TIMEOUT.annotation(), "14s")
            .annotated(Setting.SPREAD.annotation(), "2s")
            .inNamespaceLabelled(Labels.POD_SECURITY, "privileged");
    ScenarioResult result = testbed.run("closed by force", scenario);

    assertThat(result)
        .lostOnly(Kind.WEBSOCKET, Kind.TCP)
        .drained(4, Outcome.FORCED, Outcome.CLEAN)
        .hadNoFailedHook();
    long closed = 0;
    long left = 0;
    for (PodHistory pod : result.terminated()) {
      boolean granted = closing.contains(pod.name());
      assertThat(granted ? left(pod) : closed(pod)).as(result.line()).isZero();
      closed += closed(pod);
      left += left(pod);
    }
    assertThat(closed).as(result.line()).isPositive();
    assertThat(closed + left).as(result.line()).isEqualTo(result.tally().severed());
  }

  /** How many connections the kernel closed for it. */
  private static long closed(PodHistory pod) {
    JsonNode counts = verdict(pod).path(VerdictFields.CLOSED_BY_FORCE);
    return counts.path(VerdictFields.HTTP).asLong() + counts.path(VerdictFields.TCP).asLong();
  }

  /** How many connections were left when the gateway was stopped. */
  private static long left(PodHistory pod) {
    return verdict(pod).path(VerdictFields.CONNECTIONS).path(VerdictFields.END).asLong();
  }

  private static JsonNode verdict(PodHistory pod) {
    return pod.verdict().orElseThrow();
  }
}
