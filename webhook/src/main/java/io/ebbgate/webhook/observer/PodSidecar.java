package io.ebbgate.webhook.observer;

import io.ebbgate.core.contract.Containers;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the sidecar in a pod: a native sidecar is an init container, an ordinary one is not. */
public final class PodSidecar {
  private PodSidecar() {}

  /** Its container status; empty before the kubelet has reported one. */
  public static Optional<ContainerStatus> status(Pod pod) {
    return Stream.concat(
            pod.getStatus().getInitContainerStatuses().stream(),
            pod.getStatus().getContainerStatuses().stream())
        .filter(status -> status.getName().equals(Containers.SIDECAR))
        .findFirst();
  }

  /** An environment variable of it whose value is in the pod's specification. */
  public static Optional<String> variable(Pod pod, String name) {
    return Stream.concat(
            pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
        .filter(container -> container.getName().equals(Containers.SIDECAR))
        .map(Container::getEnv)
        .flatMap(environment -> environment.stream())
        .filter(variable -> variable.getName().equals(name))
        .flatMap(variable -> Optional.ofNullable(variable.getValue()).stream())
        .findFirst();
  }
}
