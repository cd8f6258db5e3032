package io.ebbgate.tool.kubelet;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/** A pod, ready to start. Native sidecars come first, in their order. */
record PodSpec(String name, InetAddress address, Duration grace, List<ContainerSpec> containers) {
  PodSpec {
    requireNonNull(name);
    requireNonNull(address);
    requireNonNull(grace);
    containers = List.copyOf(containers);
  }
}
