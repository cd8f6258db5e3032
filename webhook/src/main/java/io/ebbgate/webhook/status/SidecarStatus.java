package io.ebbgate.webhook.status;

import io.ebbgate.core.contract.PhaseNames;
import io.ebbgate.core.contract.WireName;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.Verdict;
import java.util.Optional;

/** The status that a pod's control port reported, or why there is none. */
sealed interface SidecarStatus {
  /**
   * A reported status.
   *
   * @param phase one of {@link PhaseNames}
   * @param verdict of the running drain, provisional, or of the last one
   * @param now what the gateway has while it serves
   */
  record Reported(String phase, Optional<Verdict> verdict, Load now) implements SidecarStatus {}

  /** Open connections and requests in flight. */
  record Load(Count connections, Count requests) {
    private static final Count NOT_REPORTED = Count.unknown("not reported");

    /** Of which nothing is known, as a sidecar before 0.1 reports it. */
    static final Load UNKNOWN = new Load(NOT_REPORTED, NOT_REPORTED);
  }

  /** No status. */
  record Unknown(Cause cause) implements SidecarStatus {}

  /** Why a pod's status is unknown. */
  enum Cause {
    /** The deadline passed, or the connection failed. */
    NO_ANSWER,
    /** The first request is running. */
    ASKING,
    /** The control port is not on loopback, where a port-forward ends. */
    OUT_OF_REACH,
    /** The user may not forward ports. */
    FORBIDDEN,
    /** The response is no sidecar's status. */
    UNREADABLE;

    /** {@code no answer}. */
    String wireName() {
      return WireName.of(this).replace('_', ' ');
    }
  }

  static SidecarStatus unknown(Cause cause) {
    return new Unknown(cause);
  }
}
