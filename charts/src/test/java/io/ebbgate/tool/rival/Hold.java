package io.ebbgate.tool.rival;

import io.ebbgate.tool.cluster.PodStory;
import java.time.Duration;
import java.util.Optional;

/**
 * How long a pod stayed that was told to leave.
 *
 * @param leaving from its deletion to its end, as the API server showed them
 * @param verdict from the hook to its answer, where the helper says so
 */
record Hold(Duration leaving, Optional<Duration> verdict) {
  static Optional<Hold> of(PodStory pod) {
    return pod.leaving().map(leaving -> new Hold(leaving, pod.held()));
  }
}
