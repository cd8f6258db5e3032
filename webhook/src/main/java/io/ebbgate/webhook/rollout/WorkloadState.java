package io.ebbgate.webhook.rollout;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/** A workload and its pods at one look. */
record WorkloadState(TestedWorkload workload, List<SeenPod> pods) {
  WorkloadState {
    requireNonNull(workload);
    pods = List.copyOf(pods);
  }

  /**
   * Why it is not at rest, for a sentence; empty where nothing changes its pods, and as many as it
   * is to have serve.
   */
  Optional<String> unrest() {
    if (!workload.isSettled()) {
      return Optional.of(
          "another rollout of %s runs: not all of its pods have its newest template"
              .formatted(workload.title()));
    }
    boolean all = pods.size() == workload.desired() && pods.stream().allMatch(SeenPod::serves);
    return all
        ? Optional.empty()
        : Optional.of(
            "%d of %d pods of %s are ready, of %d that it is to have"
                .formatted(
                    pods.stream().filter(SeenPod::serves).count(),
                    pods.size(),
                    workload.title(),
                    workload.desired()));
  }
}
