package io.ebbgate.tool.kubelet;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One container, ready to start: everything expanded.
 *
 * @param sidecar a native one: an init container that is restarted always
 */
record ContainerSpec(
    String name,
    boolean sidecar,
    List<String> command,
    Map<String, String> environment,
    Optional<Handler> preStop,
    Optional<Probe> startup,
    Optional<Probe> readiness,
    Optional<Probe> liveness) {
  ContainerSpec {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }
}
