package io.ebbgate.tool.kubelet;

import io.ebbgate.core.lifecycle.Ticker;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The events of one pod, in order; listeners hear of each as it happens. */
public final class PodEvents {
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

  /** When this first happened to the container. */
  public Optional<Long> at(PodEvent.Kind kind, String container) {
    return events.stream()
        .filter(event -> event.kind() == kind && event.container().equals(container))
        .map(PodEvent::at)
        .findFirst();
  }
}
