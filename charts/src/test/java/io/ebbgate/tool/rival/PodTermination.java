package io.ebbgate.tool.rival;

import io.ebbgate.tool.cluster.PodHistory;
import java.time.Duration;
import java.util.Optional;

/**
 * How long a pod stayed that was told to leave.
 *
 * @param terminating from its deletion to its end, as the API server showed them
 * @param verdict from the hook to its answer, where the helper says so
 */
record PodTermination(Duration terminating, Optional<Duration> verdict) {
  static Optional<PodTermination> of(PodHistory pod) {
    return pod.terminating().map(terminating -> new PodTermination(terminating, pod.holdTime()));
  }
}
