package io.ebbgate.core.drain;

import io.ebbgate.core.contract.WireName;

/** A POST to Envoy's admin interface that changes state. Order is the order they may be due in. */
public enum AdminAction {
  /** Asks clients to close their connections, keeps accepting, never stops listeners. */
  ANNOUNCE("/drain_listeners?graceful&skip_exit"),
  /** Fails readiness, and asks clients of every listener that isn't MODIFY_ONLY to close. */
  FAIL_READINESS("/healthcheck/fail"),
  /** Takes back a failed readiness that nothing outside Envoy has seen yet. */
  RESTORE_READINESS("/healthcheck/ok"),
  /** Stops accepting. Can't be undone. */
  STOP_LISTENERS("/drain_listeners");

  private final String path;

  AdminAction(String path) {
    this.path = path;
  }

  /** Path and query of the POST. */
  public String path() {
    return path;
  }

  /** For logs and the plan: {@code fail_readiness}. */
  public String wireName() {
    return WireName.of(this);
  }

  /** Whether what it does can be undone. */
  public boolean reversible() {
    return switch (this) {
      case FAIL_READINESS, RESTORE_READINESS -> true;
      case ANNOUNCE, STOP_LISTENERS -> false;
    };
  }
}
