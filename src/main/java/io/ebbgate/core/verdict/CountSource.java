package io.ebbgate.core.verdict;

import io.ebbgate.core.contract.WireName;

/** Where the numbers come from by which a drain was judged. */
public enum CountSource {
  /** Envoy's own. */
  STATISTICS,
  /** The kernel's list of sockets over netlink, with the times at which data moved. */
  SOCK_DIAG,
  /** The kernel's list of sockets in {@code /proc/net/tcp}, without times. */
  PROC,
  /** Nothing said what was left. */
  UNKNOWN;

  /** {@code sock_diag}. */
  public String wireName() {
    return WireName.of(this);
  }
}
