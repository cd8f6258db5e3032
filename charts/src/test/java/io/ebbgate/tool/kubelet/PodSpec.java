package io.ebbgate.tool.kubelet;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A pod, ready to start. Native sidecars come first, in their order. */
record PodSpec(String name, InetAddress address, Duration grace, List<Container> containers) {
  PodSpec {
    containers = List.copyOf(containers);
  }

  /**
   * One container: everything expanded.
   *
   * @param sidecar a native one: an init container that is restarted always
   */
  record Container(
      String name,
      boolean sidecar,
      List<String> command,
      Map<String, String> environment,
      Optional<Handler> preStop,
      Optional<Probe> startup,
      Optional<Probe> readiness,
      Optional<Probe> liveness) {
    Container {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
    }
  }
}
