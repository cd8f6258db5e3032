package io.ebbgate.tool.kubelet;

import static java.util.Objects.requireNonNull;

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
    requireNonNull(name);
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    requireNonNull(preStop);
    requireNonNull(startup);
    requireNonNull(readiness);
    requireNonNull(liveness);
  }
}
