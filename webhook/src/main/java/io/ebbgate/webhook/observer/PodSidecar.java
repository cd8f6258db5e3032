package io.ebbgate.webhook.observer;

import io.ebbgate.core.contract.Containers;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;
import java.util.stream.Stream;

/** The sidecar in a pod of the API server's: a native one is an init container, another is not. */
public final class PodSidecar {
  private PodSidecar() {}

  /** What its kubelet says of it, if it has said anything yet. */
  public static Optional<ContainerStatus> status(Pod pod) {
    return Stream.concat(
            pod.getStatus().getInitContainerStatuses().stream(),
            pod.getStatus().getContainerStatuses().stream())
        .filter(status -> status.getName().equals(Containers.SIDECAR))
        .findFirst();
  }

  /** A variable of its environment, if its value is written in the pod's specification. */
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
