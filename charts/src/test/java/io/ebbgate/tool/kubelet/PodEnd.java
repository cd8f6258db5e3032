package io.ebbgate.tool.kubelet;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How a pod ended, whoever ran it. Its scripts say words, each with the time in nanoseconds.
 *
 * @param deleted when it was
 * @param logs of its containers
 * @param failedHooks how many events told of one
 * @param messages that containers left at their end, those that left one
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
    return said(container).map(line -> line[0]).toList();
  }

  /** How long after the deletion each was said; negative before. */
  List<Duration> times(String container) {
    return said(container)
        .map(line -> Instant.EPOCH.plusNanos(Long.parseLong(line[1])))
        .map(at -> Duration.between(deleted, at))
        .toList();
  }

  private Stream<String[]> said(String container) {
    return logs.getOrDefault(container, "").lines().map(line -> line.split(" "));
  }
}
