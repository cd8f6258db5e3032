package io.ebbgate.webhook.status;

import static java.util.Objects.requireNonNull;

import io.ebbgate.webhook.status.SidecarStatus.Cause;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All data of one query.
 *
 * @param pods that exist, by namespace and name
 * @param statuses of polled pods, by UID
 * @param pastDrains newest first; empty if the user may not list Events
 * @param warning about missing or outdated data, in a sentence
 */
public record StatusSnapshot(
    Instant at,
    List<GatewayPod> pods,
    Map<String, SidecarStatus> statuses,
    Optional<List<PastDrain>> pastDrains,
    Optional<String> warning) {
  private static final SidecarStatus NOT_YET_POLLED = SidecarStatus.unknown(Cause.ASKING);

  public StatusSnapshot {
    requireNonNull(at);
    pods = List.copyOf(pods);
    statuses = Map.copyOf(statuses);
    pastDrains = pastDrains.map(List::copyOf);
    requireNonNull(warning);
  }

  /** The same data with a warning that it is outdated. */
  public StatusSnapshot outdated(String why) {
    return new StatusSnapshot(at, pods, statuses, pastDrains, Optional.of(why));
  }

  /** Whether there is no pod and no past drain. */
  public boolean isEmpty() {
    return pods.isEmpty() && pastDrains.orElse(List.of()).isEmpty();
  }

  /** Rows of existing pods, in their order. */
  List<PodRow> rows() {
    return pods.stream()
        .map(pod -> PodRow.of(pod, statuses.getOrDefault(pod.pod().uid(), NOT_YET_POLLED)))
        .toList();
  }

  /** Rows of deleted pods, newest first. */
  List<PodRow> deletedRows() {
    Set<String> existing = pods.stream().map(pod -> pod.pod().uid()).collect(Collectors.toSet());
    return pastDrains.orElse(List.of()).stream()
        .filter(drain -> !existing.contains(drain.pod().uid()))
        .map(PodRow::of)
        .toList();
  }
}
