package io.ebbgate.webhook.status;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.termination.PodIdentity;
import io.ebbgate.core.verdict.Verdict;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An injected pod as the API server has it.
 *
 * @param leaving whether it is deleted
 * @param control where its control port can be asked; empty for one that is not on loopback
 * @param verdict the one its sidecar left at its end
 */
record GatewayPod(
    PodIdentity pod,
    boolean leaving,
    Sidecar sidecar,
    OptionalInt control,
    Optional<Verdict> verdict) {
  /** What its sidecar's container does. */
  enum Sidecar {
    NOT_RUNNING,
    RUNNING,
    ENDED
  }

  GatewayPod {
    requireNonNull(pod);
    requireNonNull(sidecar);
    requireNonNull(control);
    requireNonNull(verdict);
  }
}
