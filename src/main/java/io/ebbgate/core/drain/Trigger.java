package io.ebbgate.core.drain;

import io.ebbgate.core.contract.Word;

/** Who asked for the drain. */
public enum Trigger {
  /** The pod is being deleted: the sidecar's own preStop was called too. */
  DELETION,
  /** A probe restarts the gateway container: only its hook was called. */
  RESTART,
  /** The control port. */
  CONTROL;

  public String word() {
    return Word.of(this);
  }
}
