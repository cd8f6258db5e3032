package io.ebbgate.webhook.rollout;

import io.ebbgate.webhook.load.Ending;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a test found, with times since the beginning of the load.
 *
 * @param rollout when it began
 * @param replaced when all pods had been replaced
 * @param seconds what ended in each second
 * @param notes what went wrong on the way, a sentence each
 */
record TestResult(
    TestEnd end,
    List<KindResult> kinds,
    List<PodResult> pods,
    Optional<Duration> rollout,
    Optional<Duration> replaced,
    List<Second> seconds,
    List<String> notes) {
  /** What ended within one second. */
  record Second(long answered, long failed) {}

  TestResult {
    kinds = List.copyOf(kinds);
    pods = List.copyOf(pods);
    seconds = List.copyOf(seconds);
    notes = List.copyOf(notes);
  }

  long sent() {
    return kinds.stream().mapToLong(KindResult::sent).sum();
  }

  long lost() {
    return kinds.stream().mapToLong(KindResult::lost).sum();
  }

  long severed() {
    return kinds.stream().mapToLong(KindResult::severed).sum();
  }

  long failed() {
    return lost() + severed();
  }

  /** Failures of all kinds by their cause. */
  Map<Ending, Long> endings() {
    Map<Ending, Long> all = new EnumMap<>(Ending.class);
    kinds.forEach(
        kind -> kind.endings().forEach((ending, count) -> all.merge(ending, count, Long::sum)));
    return all;
  }

  /** The pods that were replaced. */
  List<PodResult> oldPods() {
    return pods.stream().filter(PodResult::old).toList();
  }
}
