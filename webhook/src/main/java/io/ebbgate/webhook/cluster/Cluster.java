package io.ebbgate.webhook.cluster;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.List;

/**
 * The API server, and the place in it that is ours.
 *
 * @param namespace our own
 * @param deployment which owns what is made at run time, so that it goes with it; empty for nobody
 */
public record Cluster(KubernetesClient client, String namespace, String deployment) {
  private static final Duration CALL = Duration.ofSeconds(5);

  public Cluster {
    requireNonNull(client);
    requireNonNull(namespace);
    requireNonNull(deployment);
  }

  /** By the pod's service account, or the usual kubeconfig outside of one. */
  public static Cluster here(String namespace, String deployment) {
    return of(Config.autoConfigure(null), namespace, deployment);
  }

  /** By that configuration; calls are short and tried once, since we come again by ourselves. */
  public static Cluster of(Config config, String namespace, String deployment) {
    Config impatient =
        new ConfigBuilder(config)
            .withConnectionTimeout((int) CALL.toMillis())
            .withRequestTimeout((int) CALL.toMillis())
            .withRequestRetryBackoffLimit(0)
            .build();
    return new Cluster(
        new KubernetesClientBuilder().withConfig(impatient).build(), namespace, deployment);
  }

  List<OwnerReference> owners() {
    if (deployment.isEmpty()) {
      return List.of();
    }
    Deployment owner =
        client.apps().deployments().inNamespace(namespace).withName(deployment).get();
    return owner == null
        ? List.of()
        : List.of(
            new OwnerReferenceBuilder()
                .withApiVersion("apps/v1")
                .withKind("Deployment")
                .withName(deployment)
                .withUid(owner.getMetadata().getUid())
                .build());
  }
}
