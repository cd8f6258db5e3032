package io.ebbgate.core.verdict;

import io.ebbgate.core.contract.WireName;

/** What started the drain. */
public enum Trigger {
  /** The pod is being deleted: the sidecar's own preStop was called too. */
  DELETION,
  /** A probe restarts the gateway container: only its hook was called. */
  RESTART,
  /** The control port. */
  CONTROL;

  public String wireName() {
    return WireName.of(this);
  }
}
