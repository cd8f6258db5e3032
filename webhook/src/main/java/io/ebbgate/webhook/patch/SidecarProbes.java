package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.contract.Containers;
import java.util.List;
import java.util.Optional;

/**
 * Probes that another program added to the sidecar, as policies demand them of every container. A
 * probe that fails would restart the sidecar in the middle of a hold, and so end it.
 */
public final class SidecarProbes {
  private static final List<String> PROBES =
      List.of("livenessProbe", "readinessProbe", "startupProbe");

  private SidecarProbes() {}

  /** Whether a pod's sidecar has one. */
  public static boolean in(JsonNode pod) {
    return Tree.sidecar(pod).filter(sidecar -> !of(sidecar).isEmpty()).isPresent();
  }

  /** Their names; a sidecar as we make it has none. */
  static List<String> of(JsonNode sidecar) {
    return PROBES.stream().filter(sidecar::hasNonNull).toList();
  }

  /** What is taken from a pod's sidecar, a sentence. */
  static Optional<String> warning(JsonNode pod) {
    return Tree.sidecar(pod)
        .map(SidecarProbes::of)
        .filter(found -> !found.isEmpty())
        .map(found ->
            "Ebbgate: %s of container %s is taken away: a probe that fails would restart the sidecar and end its hold."
                .formatted(String.join(", ", found), Containers.SIDECAR));
  }
}
