package io.ebbgate.tool.kubelet;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How a pod ended, here or on a real kubelet. Its scripts log words, each with the time in
 * nanoseconds.
 *
 * @param deleted when it was
 * @param logs of its containers
 * @param failedHooks how many events reported one
 * @param messages of containers that wrote one
 * @param restarts of all its containers
 */
record PodEnd(
    Instant deleted,
    Map<String, String> logs,
    long failedHooks,
    Map<String, String> messages,
    int restarts) {
  PodEnd {
    logs = Map.copyOf(logs);
    messages = Map.copyOf(messages);
  }

  /** The words of a container, in their order. */
  List<String> words(String container) {
    return logged(container).map(line -> line[0]).toList();
  }

  /** How long after the deletion each was logged; negative before. */
  List<Duration> times(String container) {
    return logged(container)
        .map(line -> Instant.EPOCH.plusNanos(Long.parseLong(line[1])))
        .map(at -> Duration.between(deleted, at))
        .toList();
  }

  private Stream<String[]> logged(String container) {
    return logs.getOrDefault(container, "").lines().map(line -> line.split(" "));
  }
}
