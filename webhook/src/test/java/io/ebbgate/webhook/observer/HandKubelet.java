package io.ebbgate.webhook.observer;

import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Labels;
import io.ebbgate.core.contract.Setting;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.UnaryOperator;

/** Writes the status of pods in a cluster without nodes, as a kubelet would. */
record HandKubelet(KubernetesClient client) {
  static final String NAMESPACE = "shop";
  static final String ADDRESS = "127.0.0.2";
  static final String TOKEN = "the-token-of-the-pod";

  /** The condition that a load balancer's controller sets. */
  static final String BALANCER = "example.com/registered";

  static HandKubelet of(KubernetesClient client) {
    var _ =
        client
            .resource(
                new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
            .create();
    return new HandKubelet(client);
  }

  PodResource pod(String name) {
    return client.pods().inNamespace(NAMESPACE).withName(name);
  }

  /** An injected pod of the Deployment "gateway", bound to a node and ready. */
  Pod serve(String name) {
    var _ = client.resource(created(name)).create();
    return status(
        name,
        pod ->
            pod.editStatus()
                .withPhase("Running")
                .withPodIP(ADDRESS)
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .endStatus());
  }

  /** The sidecar's image can't be pulled since then. */
  void failImagePull(String name, Instant since) {
    ContainerState waiting =
        new ContainerStateBuilder().withNewWaiting(null, "ImagePullBackOff").build();
    var _ =
        status(
            name,
            pod ->
                pod.editStatus()
                    .addNewCondition()
                    .withType("PodScheduled")
                    .withStatus("True")
                    .withLastTransitionTime(since.truncatedTo(ChronoUnit.SECONDS).toString())
                    .endCondition()
                    .addToContainerStatuses(sidecar(waiting))
                    .endStatus());
  }

  /** The load balancer's controller says whether it has the pod. */
  void register(String name, String status) {
    var _ =
        status(
            name,
            pod ->
                pod.editStatus()
                    .removeMatchingFromConditions(each -> each.getType().equals(BALANCER))
                    .addNewCondition()
                    .withType(BALANCER)
                    .withStatus(status)
                    .endCondition()
                    .endStatus());
  }

  /** The kubelet has evicted the pod, whose object stays. */
  void evict(String name, String message) {
    var _ = status(name, pod -> pod.editStatus().withPhase("Failed").endStatus());
    end(name, message);
  }

  void delete(String name, Duration grace) {
    var _ = pod(name).withGracePeriod(grace.toSeconds()).delete();
  }

  /** The sidecar has ended with this termination message. */
  void end(String name, String message) {
    ContainerState ended =
        new ContainerStateBuilder()
            .withNewTerminated()
            .withExitCode(0)
            .withMessage(message)
            .endTerminated()
            .build();
    var _ =
        status(name, pod -> pod.editStatus().addToContainerStatuses(sidecar(ended)).endStatus());
  }

  private static ContainerStatus sidecar(ContainerState state) {
    return new ContainerStatusBuilder()
        .withName(Containers.SIDECAR)
        .withImage("sidecar")
        .withImageID("sidecar")
        .withReady(false)
        .withRestartCount(0)
        .withState(state)
        .build();
  }

  /** The pod is removed from the API server. */
  void gone(String name) {
    var _ = pod(name).withGracePeriod(0).delete();
  }

  static Pod created(String name) {
    return PodYaml.read(
        """
        metadata:
          name: %s
          namespace: %s
          labels: {%s: "true", pod-template-hash: "59f6745b7"}
          ownerReferences:
            - apiVersion: apps/v1
              kind: ReplicaSet
              name: gateway-59f6745b7
              uid: 00000000-0000-0000-0000-000000000001
              controller: true
        spec:
          nodeName: node-a
          terminationGracePeriodSeconds: 60
          containers:
            - {name: envoy, image: envoy}
            - {name: %s, image: sidecar, env: [{name: %s, value: %s}, {name: %s, value: condition=%s}]}
        """
            .formatted(
                name,
                NAMESPACE,
                Labels.INJECTED,
                Containers.SIDECAR,
                Env.TOKEN,
                TOKEN,
                Setting.HOLD_UNTIL.env(),
                BALANCER));
  }

  private Pod status(String name, UnaryOperator<PodBuilder> change) {
    return pod(name).editStatus(pod -> change.apply(new PodBuilder(pod)).build());
  }
}
