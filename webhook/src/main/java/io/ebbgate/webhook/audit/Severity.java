package io.ebbgate.webhook.audit;

import io.ebbgate.core.contract.WireName;

/** How bad a finding is, the worst first. */
public enum Severity {
  /** An ordinary rollout loses requests. */
  ERROR,
  /** Requests are lost in some rollouts, or some requests in every one. */
  WARNING;

  /** {@code error}, as SARIF has it too. */
  public String wireName() {
    return WireName.of(this);
  }
}
