package io.ebbgate.core.close;

import java.util.List;

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
   * @param listeners all of them, each version by itself
   * @param name of the listener whose connections are to be closed
   */
  static CloseDecision of(List<KnownListener> listeners, String name, CloseRequest request) {
    List<KnownListener> versions =
        listeners.stream().filter(each -> each.name().equals(name)).toList();
    if (versions.isEmpty()) {
      return new UnknownListener(
          name, listeners.stream().map(KnownListener::name).distinct().toList());
    }
    List<KnownListener> closable = versions.stream().filter(KnownListener::closable).toList();
    if (closable.isEmpty()) {
      return new NotClosable(name, versions.getFirst().refusal().orElseThrow());
    }
    CloseTarget target = CloseTarget.of(closable, listeners);
    boolean agreed = request.shared() || request.dryRun() || !target.shared().any();
    return agreed ? new Accepted(target) : new Shared(target);
  }
}
