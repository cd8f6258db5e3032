package io.ebbgate.tool.kubelet;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/** A pod, ready to start. Native sidecars come first, in their order. */
record PodSpec(String name, InetAddress address, Duration grace, List<ContainerSpec> containers) {
  PodSpec {
    containers = List.copyOf(containers);
  }
}
