package io.ebbgate.webhook.cluster;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Labels;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A gateway pod that the cluster is asked for without making one. */
public final class GatewayDryRun {
  private static final String PROFILE = "envoy";

  private GatewayDryRun() {}

  /**
   * What came back.
   *
   * @param labelled as pods with a sidecar are
   * @param status the annotation that says what was done; empty for none
   */
  public record Outcome(boolean labelled, boolean hasSidecar, String status) {
    public Outcome {
      requireNonNull(status);
    }
  }

  /** Asks for one in that namespace. */
  public static Outcome in(Cluster cluster, String namespace) throws ClusterException {
    return outcome(
        cluster.ask(() ->
            cluster.client().pods().inNamespace(namespace).resource(gateway()).dryRun().create()));
  }

  private static Outcome outcome(Pod pod) {
    Map<String, String> labels =
        Optional.ofNullable(pod.getMetadata().getLabels()).orElse(Map.of());
    Map<String, String> annotations =
        Optional.ofNullable(pod.getMetadata().getAnnotations()).orElse(Map.of());
    boolean sidecar =
        Stream.of(pod.getSpec().getInitContainers(), pod.getSpec().getContainers())
            .flatMap(List::stream)
            .map(Container::getName)
            .anyMatch(Containers.SIDECAR::equals);
    return new Outcome(
        "true".equals(labels.get(Labels.INJECTED)),
        sidecar,
        annotations.getOrDefault(Annotations.STATUS, ""));
  }

  /** Within Pod Security's level restricted, so that nothing but the webhook has a say. */
  private static Pod gateway() {
    return new PodBuilder()
        .withNewMetadata()
        .withGenerateName("ebbgate-verify-")
        .addToLabels(Labels.INJECT, "true")
        .addToAnnotations(Annotations.PROFILE, PROFILE)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName(PROFILE)
        .withImage("envoyproxy/envoy:verify")
        .withNewResources()
        .endResources()
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withAllowPrivilegeEscalation(false)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .endContainer()
        .endSpec()
        .build();
  }
}
