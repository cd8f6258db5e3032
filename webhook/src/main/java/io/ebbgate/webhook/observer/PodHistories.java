package io.ebbgate.webhook.observer;

import io.ebbgate.core.termination.PodHistory;
import io.ebbgate.core.termination.PodIdentity;
import io.ebbgate.core.termination.PodSnapshot;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The histories of all injected pods that exist, by UID. Safe for use by several threads. */
final class PodHistories {
  private record Entry(PodHistory history, Optional<SidecarNotStarted> notStarted) {}

  private final Map<String, Entry> pods = new HashMap<>();

  /**
   * Records a snapshot; returns what is to be done about it.
   *
   * @param past the drain of a sidecar that ended before this was published by an earlier observer
   */
  synchronized PodHistory.Next record(
      PodSnapshot snapshot, Optional<SidecarNotStarted> notStarted, Instant past) {
    String uid = snapshot.pod().uid();
    Entry before = pods.get(uid);
    PodHistory.Next next =
        (before == null ? first(snapshot, past) : before.history()).observed(snapshot);
    pods.put(uid, new Entry(next.history(), notStarted));
    return next;
  }

  private static PodHistory first(PodSnapshot snapshot, Instant past) {
    return snapshot.isPast(past)
        ? PodHistory.past(snapshot.pod())
        : PodHistory.unseen(snapshot.pod());
  }

  /** Removes a deleted pod; returns what is to be done about it if it was known. */
  synchronized Optional<PodHistory.Next> remove(String uid, boolean unseen) {
    return Optional.ofNullable(pods.remove(uid)).map(entry -> entry.history().deleted(unseen));
  }

  /** The injected pod of that name that is there. */
  synchronized Optional<PodIdentity> named(String namespace, String name) {
    return pods.values().stream()
        .map(entry -> entry.history().pod())
        .filter(pod -> pod.name().equals(name) && pod.namespace().equals(namespace))
        .findFirst();
  }

  synchronized int all() {
    return pods.size();
  }

  /** Terminating pods whose drain is not published: an ended pod stays until it is deleted. */
  synchronized long terminating() {
    return count(entry -> entry.history().terminating() && !entry.history().published());
  }

  /** Pods that were scheduled before that time and whose sidecar has not started. */
  synchronized long notStarted(SidecarNotStarted.Cause cause, Instant before) {
    return count(entry ->
        entry
            .notStarted()
            .filter(not -> not.cause() == cause && not.since().isBefore(before))
            .isPresent());
  }

  private long count(Predicate<Entry> predicate) {
    return pods.values().stream().filter(predicate).count();
  }
}
