package io.ebbgate.tool.kubelet;

import static java.util.Objects.requireNonNull;

import io.ebbgate.tool.kubelet.PodEvent.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What tests ask of a pod's events. */
record ScenarioResult(PodEvents events) {
  ScenarioResult {
    requireNonNull(events);
  }

  static ScenarioResult of(RunningPod pod) {
    return new ScenarioResult(pod.events());
  }

  boolean tells(Kind kind, String container) {
    return !times(kind, container).isEmpty();
  }

  /** When this happened, in the ticker's nanoseconds, each time. */
  List<Long> times(Kind kind, String container) {
    return events.all().stream()
        .filter(event -> event.kind() == kind && event.container().equals(container))
        .map(PodEvent::at)
        .toList();
  }

  /** How much later one thing first happened than the other; negative where it was earlier. */
  Duration between(Kind kind, String container, Kind other, String another) {
    return between(kind, container, 1, other, another, 1);
  }

  /** The same with which time each of them is meant, from 1. */
  Duration between(Kind kind, String container, int nth, Kind other, String another, int mth) {
    return Duration.ofNanos(time(other, another, mth) - time(kind, container, nth));
  }

  /** Waits until this happened so many times. */
  void awaits(Kind kind, String container, int times) throws InterruptedException {
    CompletableFuture<Void> enough = new CompletableFuture<>();
    Runnable look =
        () -> {
          if (times(kind, container).size() >= times) {
            enough.complete(null);
          }
        };
    events.listen(_ -> look.run());
    look.run();
    try {
      enough.get(ShellPod.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException never) {
      throw new AssertionError(
          "%s of %s, not %d times: %s".formatted(kind, container, times, events.all()), never);
    }
  }

  private long time(Kind kind, String container, int nth) {
    List<Long> times = times(kind, container);
    if (times.size() < nth) {
      throw new AssertionError(
          "%s of %s, not %d times: %s".formatted(kind, container, nth, events.all()));
    }
    return times.get(nth - 1);
  }
}
