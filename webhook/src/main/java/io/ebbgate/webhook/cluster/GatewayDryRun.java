package io.ebbgate.webhook.cluster;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Labels;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Creates a gateway pod by a dry run, which admits it without storing it. */
public final class GatewayDryRun {
  private static final String PROFILE = "envoy";

  private GatewayDryRun() {}

  /**
   * The pod as it was admitted.
   *
   * @param labelled whether it has the label of injected pods
   * @param status the injection status annotation; empty if there is none
   */
  public record Outcome(boolean labelled, boolean hasSidecar, String status) {
    public Outcome {
      requireNonNull(status);
    }
  }

  /**
   * Makes the dry run in that namespace.
   *
   * @throws ForbiddenException if the user may not create pods there
   */
  public static Outcome in(Cluster cluster, String namespace)
      throws ClusterException, ForbiddenException {
    KubernetesClient client = cluster.client();
    Pod gateway = gateway(client);
    return outcome(
        cluster.ask(
            "create pods in namespace " + namespace,
            () -> client.pods().inNamespace(namespace).resource(gateway).dryRun().create()));
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

  /** Meets Pod Security's level restricted, so that no other admission plugin refuses it. */
  private static Pod gateway(KubernetesClient client) {
    String gateway =
        """
        metadata:
          generateName: ebbgate-verify-
          labels: {%s: "true"}
          annotations: {%s: %s}
        spec:
          containers:
            - name: %s
              image: envoyproxy/envoy:verify
              securityContext:
                runAsNonRoot: true
                allowPrivilegeEscalation: false
                capabilities: {drop: [ALL]}
                seccompProfile: {type: RuntimeDefault}
        """
            .formatted(Labels.INJECT, Annotations.PROFILE, PROFILE, PROFILE);
    return client.getKubernetesSerialization().unmarshal(gateway, Pod.class);
  }
}
