package io.ebbgate.webhook.rollout;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.contract.Outcome;
import java.util.Optional;

/**
 * A pod of the workload at one look.
 *
 * @param injected whether it has Ebbgate's sidecar
 * @param verdict the one that its sidecar left
 */
record SeenPod(
    String uid,
    String name,
    boolean ready,
    boolean deleted,
    boolean injected,
    Optional<Outcome> verdict) {
  SeenPod {
    requireNonNull(uid);
    requireNonNull(name);
    requireNonNull(verdict);
  }

  /** Whether a rollout may count on it. */
  boolean serves() {
    return ready && !deleted;
  }
}
