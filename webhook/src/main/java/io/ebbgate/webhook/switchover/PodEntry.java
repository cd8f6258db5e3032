package io.ebbgate.webhook.switchover;

import io.ebbgate.core.termination.PodIdentity;
import java.util.OptionalInt;

/**
 * A pod of the gateway in the API server whose sidecar runs.
 *
 * @param controlPort empty if the sidecar does not listen on loopback
 * @param token of its control port
 */
record PodEntry(
    PodIdentity pod, boolean ready, boolean terminating, OptionalInt controlPort, String token) {
  String name() {
    return pod.name();
  }

  String uid() {
    return pod.uid();
  }
}
