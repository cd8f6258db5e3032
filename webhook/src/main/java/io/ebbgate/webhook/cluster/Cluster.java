package io.ebbgate.webhook.cluster;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The API server, and the place in it that is ours.
 *
 * @param namespace our own
 * @param deployment which owns what is made at run time, so that it goes with it; empty for nobody
 */
public record Cluster(KubernetesClient client, String namespace, String deployment)
    implements AutoCloseable {
  private static final Duration CALL = Duration.ofSeconds(5);

  /** After a watch broke; doubled up to 32 times while nobody answers. */
  private static final Duration AGAIN = Duration.ofMillis(250);

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
    return of(config, namespace, deployment, CALL);
  }

  /** The same, with calls of another length. */
  static Cluster of(Config config, String namespace, String deployment, Duration call) {
    Config impatient =
        new ConfigBuilder(config)
            .withConnectionTimeout((int) call.toMillis())
            .withRequestTimeout((int) call.toMillis())
            .withRequestRetryBackoffLimit(0)
            .withWatchReconnectInterval((int) AGAIN.toMillis())
            .build();
    return new Cluster(
        new KubernetesClientBuilder().withConfig(impatient).build(), namespace, deployment);
  }

  /** Where kubectl looks if it isn't told where: the namespace of the kubeconfig's context. */
  public String usualNamespace() {
    return Optional.ofNullable(client.getNamespace()).orElse("default");
  }

  /** What a call to it gave. */
  <T> T ask(Supplier<T> call) throws ClusterException {
    try {
      return call.get();
    } catch (KubernetesClientException e) {
      throw new ClusterException("The API server can't be asked: " + reason(e) + ".", e);
    }
  }

  /**
   * What a call to it gave, where the one who asks may lack a right.
   *
   * @param right in words, as what comes after "may not"
   */
  public <T> T ask(String right, Supplier<T> call) throws ClusterException, ForbiddenException {
    try {
      return call.get();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        throw new ForbiddenException("You may not %s: %s.".formatted(right, reason(e)));
      }
      throw new ClusterException("The API server can't be asked: " + reason(e) + ".", e);
    }
  }

  /** What the server said, or why it could not be reached; without a full stop. */
  private static String reason(KubernetesClientException e) {
    String said = e.getStatus() == null ? null : e.getStatus().getMessage();
    if (said == null) {
      Throwable first = e;
      while (first.getCause() != null) {
        first = first.getCause();
      }
      said = first.getMessage() == null ? first.getClass().getSimpleName() : first.getMessage();
    }
    return said.endsWith(".") ? said.substring(0, said.length() - 1) : said;
  }

  @Override
  public void close() {
    client.close();
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
