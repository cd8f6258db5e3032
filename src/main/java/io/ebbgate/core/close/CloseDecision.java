package io.ebbgate.core.close;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What becomes of a request to close the connections of a listener. */
public sealed interface CloseDecision {
  /** They are closed, or counted. */
  record Accepted(CloseTarget target) implements CloseDecision {}

  /** There is no such listener, but these. */
  record UnknownListener(String listener, List<String> known) implements CloseDecision {
    public UnknownListener {
      known = List.copyOf(known);
    }
  }

  /**
   * The kernel has no connections of this listener that it could close; {@code why} ends a
   * sentence.
   */
  record NotClosable(String listener, String why) implements CloseDecision {}

  /** Envoy has other listeners, or others at these ports, than were read last. */
  record Outdated(String listener) implements CloseDecision {}

  /** What else would be hit was not agreed to. */
  record Shared(CloseTarget target) implements CloseDecision {
    /** What would be hit. */
    public String sentence() {
      return target.shared().sentence(target.listener());
    }
  }

  /**
   * Decides by the listeners that Envoy has.
   *
   * @param listeners all of them as they were read last, each version by itself
   * @param ports of each named listener as they are now; empty if unknown
   * @param name of the listener whose connections are to be closed
   */
  static CloseDecision of(
      List<KnownListener> listeners,
      Optional<Map<String, List<Integer>>> ports,
      String name,
      CloseRequest request) {
    if (ports.filter(now -> outdated(listeners, now, name)).isPresent()) {
      return new Outdated(name);
    }
    List<KnownListener> versions = versions(listeners, name);
    if (versions.isEmpty()) {
      return new UnknownListener(
          name, listeners.stream().map(KnownListener::name).distinct().toList());
    }
    List<KnownListener> closable = versions.stream().filter(KnownListener::closable).toList();
    if (closable.isEmpty()) {
      return new NotClosable(name, versions.getFirst().refusal().orElseThrow());
    }
    CloseTarget target = CloseTarget.of(closable, listeners);
    boolean agreed = request.scope().shared() || request.dryRun() || !target.shared().any();
    return agreed ? new Accepted(target) : new Shared(target);
  }

  private static List<KnownListener> versions(List<KnownListener> listeners, String name) {
    return listeners.stream().filter(each -> each.name().equals(name)).toList();
  }

  /**
   * Whether this listener has a port that is not known to be its own, or another listener has one
   * that was this listener's. A listener that is gone but drains is not among those that are there.
   */
  private static boolean outdated(
      List<KnownListener> listeners, Map<String, List<Integer>> now, String name) {
    Set<Integer> own = ports(versions(listeners, name));
    boolean moved = !own.containsAll(bound(now.getOrDefault(name, List.of())));
    boolean added = now.containsKey(name) && versions(listeners, name).isEmpty();
    return moved
        || added
        || now.entrySet().stream()
            .filter(other -> !other.getKey().equals(name))
            .anyMatch(other ->
                bound(other.getValue()).stream()
                    .anyMatch(port ->
                        own.contains(port)
                            && !other.getKey().isEmpty()
                            && !ports(versions(listeners, other.getKey())).contains(port)));
  }

  private static Set<Integer> ports(List<KnownListener> versions) {
    Set<Integer> ports = new HashSet<>();
    versions.forEach(version -> ports.addAll(version.facts().ports()));
    return ports;
  }

  /** Those of IP; a Unix socket is 0. */
  private static List<Integer> bound(List<Integer> ports) {
    return ports.stream().filter(port -> port > 0).toList();
  }
}
