package io.ebbgate.core.admission;

import io.ebbgate.core.admission.PodFacts.ContainerFacts;
import io.ebbgate.core.admission.PodFacts.Hook;
import io.ebbgate.core.contract.Annotations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A plain Envoy gateway that a test makes something else of. */
final class PodExample {
  boolean creating = true;
  String namespace = "shop";
  final Map<String, String> labels = new HashMap<>();
  final Map<String, String> annotations = new HashMap<>(Map.of(Annotations.PROFILE, "envoy"));
  boolean mirror;
  boolean windows;
  boolean restartsAlways = true;
  boolean hostNetwork;
  boolean privilegedNamespace;
  final Map<String, String> namespaceAnnotations = new HashMap<>();
  final List<ContainerFacts> containers =
      new ArrayList<>(List.of(container("gateway", "envoyproxy/envoy:v1.40.0", false)));
  boolean marked;
  Optional<SidecarStyle> sidecar = Optional.empty();
  boolean probed;

  static ContainerFacts container(String name, String image, boolean hook) {
    return new ContainerFacts(name, image, List.of(), hook ? Hook.FOREIGN : Hook.NONE);
  }

  static ContainerFacts running(String name, String... arguments) {
    return new ContainerFacts(name, name, List.of(arguments), Hook.NONE);
  }

  PodExample annotate(String key, String value) {
    annotations.put(key, value);
    return this;
  }

  PodExample annotateNamespace(String key, String value) {
    namespaceAnnotations.put(key, value);
    return this;
  }

  PodExample label(String key, String value) {
    labels.put(key, value);
    return this;
  }

  PodExample of(ContainerFacts... others) {
    containers.clear();
    containers.addAll(List.of(others));
    return this;
  }

  PodFacts facts() {
    return new PodFacts(
        creating,
        new NamespaceFacts(namespace, privilegedNamespace, namespaceAnnotations),
        "gateway-1",
        labels,
        annotations,
        mirror,
        windows,
        restartsAlways,
        hostNetwork,
        containers,
        marked,
        sidecar,
        probed,
        30);
  }
}
