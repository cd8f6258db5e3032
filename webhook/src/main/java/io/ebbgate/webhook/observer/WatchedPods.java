package io.ebbgate.webhook.observer;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.termination.PodHistory;
import io.ebbgate.core.termination.PodSnapshot;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The injected pods that are there, by UID: those that stay and those that leave. */
final class WatchedPods {
  private record Entry(PodHistory pod, Optional<NotStarted> notStarted) {
    Entry {
      requireNonNull(pod);
      requireNonNull(notStarted);
    }
  }

  private final Map<String, Entry> pods = new HashMap<>();

  /**
   * Remembers a sight; what is to be done about it.
   *
   * @param past of what ended before that everybody was told who could be
   */
  synchronized PodHistory.Next see(
      PodSnapshot sight, Optional<NotStarted> notStarted, Instant past) {
    String uid = sight.pod().uid();
    Entry before = pods.get(uid);
    PodHistory.Next next = (before == null ? first(sight, past) : before.pod()).seen(sight);
    pods.put(uid, new Entry(next.pod(), notStarted));
    return next;
  }

  private static PodHistory first(PodSnapshot sight, Instant past) {
    return sight.isPast(past) ? PodHistory.past(sight.pod()) : PodHistory.unseen(sight.pod());
  }

  /** It is no more, and perhaps nobody saw it leave; what is to be done, if it was known. */
  synchronized Optional<PodHistory.Next> forget(String uid, boolean unseen) {
    return Optional.ofNullable(pods.remove(uid)).map(entry -> entry.pod().gone(unseen));
  }

  synchronized int all() {
    return pods.size();
  }

  /** Those that are over stay listed until somebody takes them away, and are told of before. */
  synchronized long leaving() {
    return count(entry -> entry.pod().leaving() && !entry.pod().told());
  }

  /** Those whose sidecar could have started before that and has not. */
  synchronized long notStarted(String why, Instant before) {
    return count(entry ->
        entry
            .notStarted()
            .filter(not -> not.why().wireName().equals(why) && not.since().isBefore(before))
            .isPresent());
  }

  private long count(Predicate<Entry> which) {
    return pods.values().stream().filter(which).count();
  }
}
