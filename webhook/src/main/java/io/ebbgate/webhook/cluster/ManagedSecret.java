package io.ebbgate.webhook.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A Secret that the webhook creates for itself, recognised by its type, which is immutable. The
 * resource version keeps two replicas from overwriting each other.
 */
final class ManagedSecret {
  private static final String MANAGER = "app.kubernetes.io/managed-by";
  private static final String NAME = "ebbgate";

  private final Cluster cluster;
  private final String name;
  private final String type;

  ManagedSecret(Cluster cluster, String name, String type) {
    this.cluster = cluster;
    this.name = name;
    this.type = type;
  }

  /**
   * The Secret as it was read.
   *
   * @param ours whether it has our type
   */
  record Found(Map<String, String> data, String resourceVersion, boolean ours) {
    Found {
      data = Map.copyOf(data);
      requireNonNull(resourceVersion);
    }
  }

  /** Its name in a message. */
  String title() {
    return "the Secret " + cluster.namespace() + "/" + name;
  }

  Optional<Found> read() throws ClusterException {
    Optional<Secret> secret =
        cluster.ask(() ->
            Optional.ofNullable(
                cluster.client().secrets().inNamespace(cluster.namespace()).withName(name).get()));
    return secret.map(found ->
        new Found(
            text(found), found.getMetadata().getResourceVersion(), type.equals(found.getType())));
  }

  private static Map<String, String> text(Secret secret) {
    Map<String, String> text = new TreeMap<>();
    if (secret.getData() != null) {
      secret
          .getData()
          .forEach((key, value) ->
              text.put(key, new String(Base64.getMimeDecoder().decode(value), UTF_8)));
    }
    return text;
  }

  /** Creates it; returns false if it exists. */
  boolean create(Map<String, String> data) throws ClusterException {
    return unlessConflict(() -> cluster.client().resource(secret(data).build()).create());
  }

  /** Replaces it unless it was changed since that version; returns false then. */
  boolean replace(Map<String, String> data, String resourceVersion) throws ClusterException {
    return unlessConflict(() -> {
      Secret secret =
          secret(data).editMetadata().withResourceVersion(resourceVersion).endMetadata().build();
      cluster.client().resource(secret).lockResourceVersion(resourceVersion).update();
    });
  }

  private SecretBuilder secret(Map<String, String> data) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(cluster.namespace())
        .addToLabels(MANAGER, NAME)
        .withOwnerReferences(cluster.owners())
        .endMetadata()
        .withType(type)
        .withStringData(data);
  }

  private boolean unlessConflict(Runnable write) throws ClusterException {
    return cluster.ask(() -> {
      try {
        write.run();
        return true;
      } catch (KubernetesClientException e) {
        if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
          return false;
        }
        throw e;
      }
    });
  }
}
