package io.ebbgate.core.close;

import io.ebbgate.core.config.HostPort;
import io.ebbgate.core.context.PortUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What uses the port of a listener beside it or with it: the kernel can't tell their connections
 * apart.
 *
 * @param listeners names of other listeners, in their order
 * @param chains how many filter chains the listener has; empty if unknown
 * @param chainNames of the first of them
 */
public record SharedPort(
    List<String> listeners, Optional<Integer> chains, List<String> chainNames) {
  /** Names in a sentence. */
  private static final int MOST_NAMES = 8;

  public SharedPort {
    listeners = List.copyOf(listeners);
    chainNames = List.copyOf(chainNames);
  }

  static SharedPort of(List<KnownListener> versions, Set<HostPort> own, List<KnownListener> rest) {
    boolean handsOver =
        versions.stream().anyMatch(each -> each.use().filter(PortUse::handsOver).isPresent());
    List<String> listeners =
        rest.stream()
            .filter(other ->
                (handsOver && !other.binds()) || other.addresses().stream().anyMatch(own::contains))
            .map(KnownListener::name)
            .distinct()
            .toList();
    boolean known = versions.stream().allMatch(each -> each.use().isPresent());
    List<PortUse> uses = versions.stream().flatMap(each -> each.use().stream()).toList();
    return new SharedPort(
        listeners,
        known
            ? Optional.of(uses.stream().mapToInt(PortUse::chains).max().orElse(0))
            : Optional.empty(),
        uses.stream().flatMap(use -> use.chainNames().stream()).distinct().toList());
  }

  /** Whether anything else may be hit. */
  public boolean any() {
    return !listeners.isEmpty() || chains.filter(many -> many <= 1).isEmpty();
  }

  /** What would be hit, as one sentence. */
  String sentence(String listener) {
    List<String> causes = new ArrayList<>();
    if (!listeners.isEmpty()) {
      causes.add("its connections can't be told from those of " + first(listeners));
    }
    if (chains.isEmpty()) {
      causes.add("its filter chains are not known, as Envoy's config dump could not be read");
    } else if (chains.get() > 1) {
      String which = chainNames.isEmpty() ? "" : ": " + first(chainNames);
      causes.add("clients of all its %d filter chains are hit%s".formatted(chains.get(), which));
    }
    return "Listener %s shares its port: %s.".formatted(listener, String.join("; ", causes));
  }

  private static String first(List<String> all) {
    String some = String.join(", ", all.subList(0, Math.min(all.size(), MOST_NAMES)));
    return all.size() > MOST_NAMES
        ? some + " and %d more".formatted(all.size() - MOST_NAMES)
        : some;
  }
}
