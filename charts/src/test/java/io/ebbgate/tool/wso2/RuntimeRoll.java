package io.ebbgate.tool.wso2;

import io.ebbgate.tool.cluster.PodHistory;
import io.ebbgate.tool.cluster.ScenarioResult;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.webhook.load.Ending;
import io.ebbgate.webhook.load.Latency;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What one rolling restart of runtimes did.
 *
 * @param failures by cause; what was severed is among them
 * @param roll from its beginning until the last old pod was removed
 * @param latency of quick requests, before, in and after the roll
 * @param failedHooks how often the kubelet reported one
 * @param loadAverage of the machine when it ended, over a minute
 */
public record RuntimeRoll(
    RuntimeDrain drain,
    long requests,
    Map<Ending, Long> failures,
    long severed,
    Duration roll,
    Latency latency,
    List<PodEnd> pods,
    long failedHooks,
    double loadAverage) {
  private static final String CONTAINER = "gateway-runtime";

  /**
   * How one pod ended.
   *
   * @param terminating from its deletion to its end, as the API server showed them
   * @param verdict empty without a sidecar
   * @param hold from the hook to its answer; zero without a sidecar
   */
  public record PodEnd(
      String pod, Duration terminating, String verdict, Duration hold, RuntimeLog log) {
    private static PodEnd of(PodHistory pod, String log) {
      return new PodEnd(
          pod.name(),
          pod.terminating().orElseThrow(),
          pod.wireName(),
          pod.holdTime().orElse(Duration.ZERO),
          RuntimeLog.parse(log));
    }
  }

  public RuntimeRoll {
    Map<Ending, Long> ordered = new EnumMap<>(Ending.class);
    ordered.putAll(failures);
    failures = Collections.unmodifiableMap(ordered);
    pods = List.copyOf(pods);
  }

  static RuntimeRoll of(
      RuntimeDrain drain, ScenarioResult result, Testbed testbed, double loadAverage)
      throws IOException {
    List<PodEnd> pods = new ArrayList<>();
    for (PodHistory pod : result.terminated()) {
      pods.add(PodEnd.of(pod, testbed.log(result, pod, CONTAINER)));
    }
    return new RuntimeRoll(
        drain,
        result.report().requests(),
        result.tally().failures(),
        result.tally().severed(),
        result.untilRemoved(),
        result.report().latency(),
        pods,
        result.failedHooks(),
        loadAverage);
  }

  /** Requests that failed, of every cause. */
  public long failed() {
    return failures.values().stream().mapToLong(Long::longValue).sum();
  }
}
