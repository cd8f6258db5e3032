package io.ebbgate.sidecar.drain;

import java.util.Optional;

/** Whether a drain that runs may still be called off. */
final class CallOffRules {
  private final EnvoyWatch watch;

  CallOffRules(EnvoyWatch watch) {
    this.watch = watch;
  }

  /**
   * Why it may not, as a sentence; if nothing stands against it, Envoy's health check has been put
   * right.
   */
  Optional<String> objection(Hold hold, boolean hooked) {
    if (hooked) {
      return Optional.of(
          "The kubelet waits for this drain; without it the gateway would be stopped at once.");
    }
    if (hold.irreversible()) {
      return Optional.of(
          "A listener drain was sent to Envoy, which can't be undone without a restart.");
    }
    if (hold.failedReadiness() && !watch.recovered()) {
      return Optional.of("Envoy did not take /healthcheck/ok; try again.");
    }
    return Optional.empty();
  }
}
