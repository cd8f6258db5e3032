package io.ebbgate.core.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** When a drain sends plain {@code /drain_listeners}. */
public sealed interface CloseListeners {
  /** Not at all. */
  record Never() implements CloseListeners {}

  /** When nothing is left, or the time is nearly up. */
  record AtEnd() implements CloseListeners {}

  /** This long after the hook, or at the end if that is sooner. */
  record After(Duration delay) implements CloseListeners {
    public After {
      requireNonNull(delay);
    }
  }
}
