package io.ebbgate.system.chart;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** A container in its pod, whose security settings hold where it has none of its own. */
record PodContainer(PodSpec pod, Container container) {
  static List<PodContainer> in(PodSpec pod) {
    return Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream())
        .map(container -> new PodContainer(pod, container))
        .toList();
  }

  String name() {
    return container.getName();
  }

  /** Whether it is no init container. */
  boolean isMain() {
    return pod.getContainers().contains(container);
  }

  <T> Optional<T> own(Function<SecurityContext, T> field) {
    return Optional.ofNullable(container.getSecurityContext()).map(field);
  }

  <T> Optional<T> ownOrPods(
      Function<SecurityContext, T> field, Function<PodSecurityContext, T> ofPod) {
    return own(field).or(() -> Optional.ofNullable(pod.getSecurityContext()).map(ofPod));
  }

  List<String> addedCapabilities() {
    return own(SecurityContext::getCapabilities).map(all -> all.getAdd()).orElse(List.of());
  }

  List<String> droppedCapabilities() {
    return own(SecurityContext::getCapabilities).map(all -> all.getDrop()).orElse(List.of());
  }

  Optional<Quantity> request(String name) {
    return Optional.ofNullable(container.getResources()).map(all -> all.getRequests().get(name));
  }

  Optional<Quantity> limit(String name) {
    return Optional.ofNullable(container.getResources()).map(all -> all.getLimits().get(name));
  }
}
