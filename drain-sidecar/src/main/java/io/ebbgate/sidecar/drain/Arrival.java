package io.ebbgate.sidecar.drain;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.drain.Plan;
import io.ebbgate.core.verdict.Trigger;
import java.time.Duration;
import java.util.Optional;

/** A drain that was asked for and whose trigger may not be known yet. */
record Arrival(Ask.Drain ask, Plan plan) {
  /** A hook with no word of the pod's end in so long is a probe's restart. */
  static final Duration TERMINATING_WAIT = Duration.ofMillis(300);

  Arrival {
    requireNonNull(ask);
    requireNonNull(plan);
  }

  /** When it was asked for. */
  long at() {
    return ask.at();
  }

  /** When its trigger is known at the latest. */
  long told() {
    return at() + TERMINATING_WAIT.toNanos();
  }

  /** Why the drain was asked for; empty while that isn't known. */
  Optional<Trigger> trigger(boolean terminating, long now) {
    if (!ask.hook()) {
      return Optional.of(Trigger.CONTROL);
    }
    if (terminating) {
      return Optional.of(Trigger.DELETION);
    }
    return now - told() >= 0 ? Optional.of(Trigger.RESTART) : Optional.empty();
  }
}
