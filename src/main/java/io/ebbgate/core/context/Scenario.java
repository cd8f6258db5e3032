package io.ebbgate.core.context;

/** Why a listener's version drains. */
public enum Scenario {
  /** The gateway is drained by a failed health check. */
  HEALTH_CHECK_FAILURE,
  /** LDS replaced or removed it. */
  LISTENER_UPDATE,
  /** The gateway is drained by {@code /drain_listeners}. */
  TERMINATION
}
