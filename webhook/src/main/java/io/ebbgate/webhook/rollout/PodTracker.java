package io.ebbgate.webhook.rollout;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Follows the pods of a workload from one look to the next. */
final class PodTracker {
  private final Map<String, PodResult> pods = new LinkedHashMap<>();
  private List<SeenPod> last = List.of();

  /** Begins with those that are there. */
  PodTracker(List<SeenPod> old) {
    for (SeenPod pod : old) {
      pods.put(
          pod.uid(),
          new PodResult(
              pod.uid(),
              pod.name(),
              true,
              pod.injected(),
              Duration.ZERO,
              pod.ready() ? Optional.of(Duration.ZERO) : Optional.empty(),
              pod.deleted() ? Optional.of(Duration.ZERO) : Optional.empty(),
              Optional.empty(),
              Optional.empty()));
    }
    last = List.copyOf(old);
  }

  /** Takes a look at that time since the beginning of the load. */
  void observe(Duration at, List<SeenPod> seen) {
    last = List.copyOf(seen);
    for (SeenPod pod : seen) {
      pods.merge(pod.uid(), fresh(pod, at), (known, _) -> updated(known, pod, at));
    }
    Set<String> there = seen.stream().map(SeenPod::uid).collect(Collectors.toSet());
    pods.replaceAll((uid, known) -> there.contains(uid) ? known : gone(known, at));
  }

  private static PodResult fresh(SeenPod pod, Duration at) {
    return new PodResult(
        pod.uid(),
        pod.name(),
        false,
        pod.injected(),
        at,
        pod.ready() ? Optional.of(at) : Optional.empty(),
        pod.deleted() ? Optional.of(at) : Optional.empty(),
        Optional.empty(),
        pod.verdict());
  }

  private static PodResult updated(PodResult known, SeenPod pod, Duration at) {
    return new PodResult(
        known.uid(),
        known.name(),
        known.old(),
        known.injected(),
        known.firstSeen(),
        known.ready().or(() -> pod.ready() ? Optional.of(at) : Optional.empty()),
        known.deleted().or(() -> pod.deleted() ? Optional.of(at) : Optional.empty()),
        Optional.empty(),
        pod.verdict().or(known::verdict));
  }

  /** One that was deleted with no grace was never seen so. */
  private static PodResult gone(PodResult known, Duration at) {
    return new PodResult(
        known.uid(),
        known.name(),
        known.old(),
        known.injected(),
        known.firstSeen(),
        known.ready(),
        known.deleted().or(() -> Optional.of(at)),
        known.gone().or(() -> Optional.of(at)),
        known.verdict());
  }

  /** Whether each of the first pods is gone and that many others serve. */
  boolean isReplaced(int desired) {
    return pods.values().stream().filter(PodResult::old).allMatch(each -> each.gone().isPresent())
        && last.stream().filter(SeenPod::serves).count() >= desired;
  }

  /** Of the first pods, how many are gone. */
  long goneOnes() {
    return pods.values().stream().filter(each -> each.old() && each.gone().isPresent()).count();
  }

  long oldOnes() {
    return pods.values().stream().filter(PodResult::old).count();
  }

  /** Each pod that was there at some time, in the order of their coming. */
  List<PodResult> results() {
    return List.copyOf(pods.values());
  }
}
