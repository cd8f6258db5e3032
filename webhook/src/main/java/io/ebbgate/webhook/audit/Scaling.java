package io.ebbgate.webhook.audit;

import java.util.List;
import java.util.OptionalLong;

/**
 * How many pods a workload has, and what limits their evictions.
 *
 * @param fewest replicas; empty where that is not known or has no meaning, as of a DaemonSet
 * @param place what says so
 * @param blocking budgets that allow no eviction at that number
 */
record Scaling(OptionalLong fewest, Observation place, List<Observation> blocking) {
  Scaling {
    blocking = List.copyOf(blocking);
  }
}
