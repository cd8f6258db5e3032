package io.ebbgate.webhook.audit;

import io.ebbgate.core.contract.WireName;

/** What checks are about, in the order in which they are printed. */
public enum CheckGroup {
  HOOK,
  ANNOUNCEMENT,
  TIME,
  ROLLOUT,
  EBBGATE;

  /** {@code hook}. */
  public String wireName() {
    return WireName.of(this);
  }
}
