package io.ebbgate.webhook.switchover;

import io.ebbgate.core.termination.PodIdentity;
import java.util.OptionalInt;

/**
 * A pod of the gateway in the API server that may have clients.
 *
 * @param controlPort empty if the sidecar does not listen on loopback
 * @param token of its control port
 */
record PodEntry(
    PodIdentity pod,
    boolean ready,
    boolean terminating,
    Sidecar sidecar,
    OptionalInt controlPort,
    String token) {
  /** Its sidecar's container. */
  enum Sidecar {
    RUNNING,
    /** It has ended and may start again, or has not started yet. */
    NOT_RUNNING,
    /** The pod was made without one. */
    MISSING
  }

  /** Why its sidecar does not answer, as a sentence's end. */
  String silence() {
    return switch (sidecar) {
      case RUNNING -> "it does not answer";
      case NOT_RUNNING -> "its sidecar does not run";
      case MISSING -> "it has no sidecar";
    };
  }

  String name() {
    return pod.name();
  }

  String uid() {
    return pod.uid();
  }
}
