package io.ebbgate.core.termination;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.context.ListenerDrain;
import io.ebbgate.core.contract.LogLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the drains of listeners came to that one update of Envoy's configuration replaced or
 * removed, in a pod that stays.
 */
public sealed interface ConfigurationDrain {
  /** When they ended, by the sidecar's clock. */
  Instant endedAt();

  /**
   * Connections were cut: an Event.
   *
   * @param listeners those of which some were
   */
  record ConnectionsCut(Instant endedAt, List<ListenerDrain> listeners)
      implements ConfigurationDrain {
    private static final int NAMED = 3;
    private static final int LONGEST_NAME = 64;

    public ConnectionsCut {
      requireNonNull(endedAt);
      listeners = List.copyOf(listeners);
    }

    /** How many, of all of these listeners. */
    public long connections() {
      return listeners.stream().mapToLong(ListenerDrain::cutAtLeast).sum();
    }

    /** A sentence for people, below the API server's limit of 1 KiB. */
    public String note() {
      boolean bound = listeners.stream().anyMatch(ListenerDrain::upperBound);
      int unnamed = listeners.size() - NAMED;
      return "%s%d %s cut, because the configuration of %s changed and Envoy's drain time was up: %s%s."
          .formatted(
              bound ? "At most " : "",
              connections(),
              connections() == 1 ? "connection was" : "connections were",
              listeners.size() == 1 ? "a listener" : listeners.size() + " listeners",
              listeners.stream()
                  .limit(NAMED)
                  .map(ConnectionsCut::named)
                  .collect(Collectors.joining(", ")),
              unnamed > 0 ? " and %d more".formatted(unnamed) : "");
    }

    private static String named(ListenerDrain each) {
      return "%s (%d)".formatted(LogLine.cut(each.listener(), LONGEST_NAME), each.cutAtLeast());
    }
  }

  /** No connection was cut, as far as is known: nothing is published. */
  record Unremarkable(Instant endedAt) implements ConfigurationDrain {
    public Unremarkable {
      requireNonNull(endedAt);
    }
  }

  /** Those of these drains, the oldest first: what ended at the same time is one update's. */
  static List<ConfigurationDrain> of(List<ListenerDrain> drains) {
    Map<Instant, List<ListenerDrain>> byEnd = new TreeMap<>();
    drains.forEach(each -> byEnd.computeIfAbsent(each.endedAt(), _ -> new ArrayList<>()).add(each));
    return byEnd.entrySet().stream().map(each -> of(each.getKey(), each.getValue())).toList();
  }

  private static ConfigurationDrain of(Instant endedAt, List<ListenerDrain> together) {
    List<ListenerDrain> cut = together.stream().filter(each -> each.cutAtLeast() > 0).toList();
    return cut.isEmpty() ? new Unremarkable(endedAt) : new ConnectionsCut(endedAt, cut);
  }
}
