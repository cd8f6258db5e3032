package io.ebbgate.tool.kubelet;

import io.ebbgate.core.lifecycle.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The events of one pod, in order; listeners receive each as it happens. */
public final class PodEvents {
  /** How long a test waits for an event that must come. */
  static final Duration LIMIT = Duration.ofSeconds(20);

  private final Ticker ticker;
  private final List<PodEvent> events = new CopyOnWriteArrayList<>();
  private final List<Consumer<PodEvent>> listeners = new CopyOnWriteArrayList<>();

  PodEvents(Ticker ticker) {
    this.ticker = ticker;
  }

  void add(PodEvent.Kind kind, String container) {
    PodEvent event = new PodEvent(ticker.nanos(), kind, container);
    events.add(event);
    listeners.forEach(listener -> listener.accept(event));
  }

  /** Calls the listener with every event from now on. */
  public void listen(Consumer<PodEvent> listener) {
    listeners.add(listener);
  }

  /** All events so far. */
  public List<PodEvent> all() {
    return List.copyOf(events);
  }

  boolean has(PodEvent.Kind kind, String container) {
    return at(kind, container).isPresent();
  }

  /** When this first happened to the container. */
  public Optional<Long> at(PodEvent.Kind kind, String container) {
    return times(kind, container).stream().findFirst();
  }

  /** When this happened to the container, in the ticker's nanoseconds, each time. */
  List<Long> times(PodEvent.Kind kind, String container) {
    return events.stream()
        .filter(event -> event.kind() == kind && event.container().equals(container))
        .map(PodEvent::at)
        .toList();
  }

  /** How much later one event first happened than the other; negative where it was earlier. */
  Duration between(PodEvent.Kind kind, String container, PodEvent.Kind other, String another) {
    return between(kind, container, 1, other, another, 1);
  }

  /** The same between the nth of the one and the mth of the other, from 1. */
  Duration between(
      PodEvent.Kind kind, String container, int nth, PodEvent.Kind other, String another, int mth) {
    return Duration.ofNanos(nth(other, another, mth) - nth(kind, container, nth));
  }

  /** Waits until this has happened to the container as many times. */
  void await(PodEvent.Kind kind, String container, int times) throws InterruptedException {
    CompletableFuture<Void> enough = new CompletableFuture<>();
    Runnable check =
        () -> {
          if (times(kind, container).size() >= times) {
            enough.complete(null);
          }
        };
    listen(_ -> check.run());
    check.run();
    if (!Lifetime.ends(enough, LIMIT)) {
      throw missing(kind, container, times);
    }
  }

  private long nth(PodEvent.Kind kind, String container, int nth) {
    List<Long> times = times(kind, container);
    if (times.size() < nth) {
      throw missing(kind, container, nth);
    }
    return times.get(nth - 1);
  }

  private AssertionError missing(PodEvent.Kind kind, String container, int times) {
    return new AssertionError(
        "%s of %s, not %d times: %s".formatted(kind, container, times, events));
  }
}
