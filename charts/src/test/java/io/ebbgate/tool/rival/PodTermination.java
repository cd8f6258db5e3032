package io.ebbgate.tool.rival;

import io.ebbgate.tool.cluster.PodHistory;
import java.time.Duration;
import java.util.Optional;

/**
 * How long the termination of a pod took.
 *
 * @param terminating from its deletion to its end, as the API server showed them
 * @param verdict from the hook to its answer, where the helper reports it
 */
record PodTermination(Duration terminating, Optional<Duration> verdict) {
  static Optional<PodTermination> of(PodHistory pod) {
    return pod.terminating().map(terminating -> new PodTermination(terminating, pod.holdTime()));
  }
}
