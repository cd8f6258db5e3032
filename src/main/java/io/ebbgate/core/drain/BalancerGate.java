package io.ebbgate.core.drain;

import io.ebbgate.core.config.DurationText;
import io.ebbgate.core.config.HoldUntil;
import java.time.Duration;
import java.util.Optional;

/**
 * What was heard of the load balancer since the drain began, from where {@code hold-until} says.
 *
 * @param state the last that was heard; once it has let go it does not come back
 * @param at when it was first heard
 */
record BalancerGate(State state, long at) {
  enum State {
    /** Nothing was heard: the drain goes by its times alone. */
    UNKNOWN,
    /** It still sends connections to this pod, so the announcing goes on. */
    REGISTERED,
    /** It sends none any more, so the announcing ends. */
    RELEASED
  }

  static BalancerGate unknown(long at) {
    return new BalancerGate(State.UNKNOWN, at);
  }

  BalancerGate observe(Observation.Registration seen) {
    State next = seen.registered() ? State.REGISTERED : State.RELEASED;
    return state == State.RELEASED || state == next ? this : new BalancerGate(next, seen.at());
  }

  /** For the verdict; empty where the drain goes by its times alone. */
  Optional<String> sentence(DrainTerms terms) {
    String from =
        switch (terms.settings().holdUntil()) {
          case HoldUntil.Unset _ -> "";
          case HoldUntil.Condition(String type, _) -> "condition " + type;
          case HoldUntil.Check check -> check.address() + check.path();
        };
    return from.isEmpty()
        ? Optional.empty()
        : Optional.of(
            switch (state) {
              case UNKNOWN ->
                  "Nothing was heard of the load balancer ("
                      + from
                      + "): min-drain was kept alone.";
              case REGISTERED ->
                  "The load balancer had not let go of the pod when the hold ended (" + from + ").";
              case RELEASED ->
                  "The load balancer let go of the pod after "
                      + DurationText.format(Duration.ofNanos(Math.max(0, at - terms.startedAt())))
                      + ".";
            });
  }
}
