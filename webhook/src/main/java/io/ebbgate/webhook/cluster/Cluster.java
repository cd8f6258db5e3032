package io.ebbgate.webhook.cluster;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The API server, and the webhook's own namespace.
 *
 * @param namespace the webhook's own
 * @param deployment the owner of objects made at run time, so that they are deleted with it; may be
 *     empty
 */
public record Cluster(KubernetesClient client, String namespace, String deployment)
    implements AutoCloseable {
  private static final Duration CALL = Duration.ofSeconds(5);

  /** Delay before a broken watch is reopened; doubled up to 32 times while there is no answer. */
  private static final Duration RECONNECT = Duration.ofMillis(250);

  /** As a tree: the typed one is all classes of a pod too. */
  private static final ResourceDefinitionContext DEPLOYMENTS =
      new ResourceDefinitionContext.Builder()
          .withGroup("apps")
          .withVersion("v1")
          .withKind("Deployment")
          .withPlural("deployments")
          .withNamespaced(true)
          .build();

  public Cluster {
    requireNonNull(client);
    requireNonNull(namespace);
    requireNonNull(deployment);
  }

  /** Connects by the pod's service account, or the default kubeconfig outside of a cluster. */
  public static Cluster here(String namespace, String deployment) {
    return of(Config.autoConfigure(null), namespace, deployment);
  }

  /**
   * Connects by that configuration; calls have a short timeout and no retry: callers repeat them.
   */
  public static Cluster of(Config config, String namespace, String deployment) {
    return of(config, namespace, deployment, CALL);
  }

  /** The same, with another timeout of calls. */
  static Cluster of(Config config, String namespace, String deployment, Duration call) {
    Config limited =
        new ConfigBuilder(config)
            .withConnectionTimeout((int) call.toMillis())
            .withRequestTimeout((int) call.toMillis())
            .withRequestRetryBackoffLimit(0)
            .withWatchReconnectInterval((int) RECONNECT.toMillis())
            // Where a proxy refuses the upgrade to a WebSocket, the JDK's client reads the whole
            // answer, and a watch's has no end: it would fill the heap.
            .withOnlyHttpWatches(true)
            // A call without an answer closes its connection; one of HTTP/2 would stay, and keep
            // what others send too, until the kernel gives up a quarter of an hour later.
            .withHttp2Disable(true)
            .build();
    ProxyChoice.apply(limited, System.getenv());
    return new Cluster(
        new KubernetesClientBuilder()
            .withConfig(limited)
            .withKubernetesSerialization(watchedTypes())
            .withHttpClientBuilderConsumer(WatchLifetime::limit)
            .build(),
        namespace,
        deployment);
  }

  /**
   * Knows by their kind only the types that a watch brings. The client's own would load every type
   * of the Kubernetes API; what is asked for by its type needs no kind.
   */
  private static KubernetesSerialization watchedTypes() {
    KubernetesSerialization types = new KubernetesSerialization(new ObjectMapper(), false);
    types.registerKubernetesResource(Pod.class);
    types.registerKubernetesResource(Status.class);
    return types;
  }

  /** The namespace of the kubeconfig's context, kubectl's default. */
  public String usualNamespace() {
    return Optional.ofNullable(client.getNamespace()).orElse("default");
  }

  /** Returns the result of a call to the API server. */
  <T> T ask(Supplier<T> call) throws ClusterException {
    try {
      return call.get();
    } catch (KubernetesClientException e) {
      throw failed(e);
    }
  }

  /**
   * Returns the result of a call for which the user may lack a permission.
   *
   * @param right the permission, as it follows "may not"
   * @throws ForbiddenException if the user lacks it, or the API server does not know the user
   */
  public <T> T ask(String right, Supplier<T> call) throws ClusterException, ForbiddenException {
    try {
      return call.get();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
          || e.getCode() == HttpURLConnection.HTTP_UNAUTHORIZED) {
        throw new ForbiddenException("You may not %s: %s.".formatted(right, reason(e)));
      }
      throw failed(e);
    }
  }

  /** An answer with an error, or none: then with where it was asked for, and what to look at. */
  private ClusterException failed(KubernetesClientException e) {
    if (e.getCode() > 0) {
      return new ClusterException("The call to the API server failed: " + reason(e) + ".", e);
    }
    Config config = client.getConfiguration();
    String proxy = config.getHttpsProxy();
    String way = proxy == null ? "" : " through the proxy " + withoutUser(proxy);
    String policy =
        namespace.isEmpty() || proxy != null
            ? ""
            : " If its port behind its Service is not among the chart's networkPolicy.egress.ports,"
                + " add it there.";
    return new ClusterException(
        "The API server at %s can't be reached%s: %s.%s"
            .formatted(client.getMasterUrl(), way, reason(e), policy),
        e);
  }

  /** A proxy's URL may have a password. */
  private static String withoutUser(String proxy) {
    int at = proxy.lastIndexOf('@');
    return at < 0 ? proxy : proxy.substring(0, proxy.indexOf("://") + 3) + proxy.substring(at + 1);
  }

  /** The server's message, or why it could not be reached; without a full stop. */
  private static String reason(KubernetesClientException e) {
    String message = e.getStatus() == null ? null : e.getStatus().getMessage();
    if (message == null) {
      message = first(e);
    }
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }

  /** What happened first. */
  private static String first(Throwable thrown) {
    Throwable first = thrown;
    boolean refused = false;
    while (first.getCause() != null) {
      first = first.getCause();
      refused |= first instanceof ConnectException && first.getMessage() == null;
    }
    // Where a proxy refused, the JDK's client has no answer to give, and fabric8 reads it.
    if (refused || first instanceof NullPointerException) {
      return "the connection was refused";
    }
    return Optional.ofNullable(first.getMessage()).orElse(first.getClass().getSimpleName());
  }

  @Override
  public void close() {
    client.close();
  }

  /**
   * A watch of all objects of a kind, which goes on while the API server does not answer. It is not
   * started.
   */
  SharedIndexInformer<GenericKubernetesResource> watch(ResourceDefinitionContext kind) {
    return client
        .genericKubernetesResources(kind)
        .inAnyNamespace()
        .runnableInformer(0)
        .exceptionHandler((_, _) -> true);
  }

  /** An object as it was read. */
  JsonNode tree(GenericKubernetesResource object) {
    return client.getKubernetesSerialization().convertValue(object, JsonNode.class);
  }

  List<OwnerReference> owners() {
    if (deployment.isEmpty()) {
      return List.of();
    }
    GenericKubernetesResource owner =
        client
            .genericKubernetesResources(DEPLOYMENTS)
            .inNamespace(namespace)
            .withName(deployment)
            .get();
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
