package io.ebbgate.webhook.load;

import io.ebbgate.core.contract.WireName;

/** How a connection ended without harm: the client knew before it sent anything more. */
public enum CleanClose {
  /** {@code Connection: close} or GOAWAY; the client closes and opens another when it needs one. */
  TOLD_TO_CLOSE,
  /** The server closed with no request in flight, and the client saw it before the next. */
  CLOSED_IDLE;

  /** As it is written in reports, {@code told_to_close}. */
  public String wireName() {
    return WireName.of(this);
  }
}
