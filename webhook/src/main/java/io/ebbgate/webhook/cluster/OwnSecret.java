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
 * A Secret that the program makes for itself. Its type, which can't be changed, tells it from
 * somebody else's of the same name. Two who write at once are told apart by the resource version.
 */
final class OwnSecret {
  private static final String MANAGER = "app.kubernetes.io/managed-by";
  private static final String NAME = "ebbgate";

  private final Cluster cluster;
  private final String name;
  private final String type;

  OwnSecret(Cluster cluster, String name, String type) {
    this.cluster = cluster;
    this.name = name;
    this.type = type;
  }

  /**
   * What was found.
   *
   * @param ours whether this program made it
   */
  record Found(Map<String, String> data, String resourceVersion, boolean ours) {
    Found {
      data = Map.copyOf(data);
      requireNonNull(resourceVersion);
    }
  }

  /** A name for a sentence. */
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

  /** Makes it; false where somebody else was faster. */
  boolean create(Map<String, String> data) throws ClusterException {
    return unlessConflict(() -> {
      Secret secret =
          builder(data).editMetadata().withOwnerReferences(cluster.owners()).endMetadata().build();
      cluster.client().resource(secret).create();
    });
  }

  /** Writes it anew; false where somebody has written since that version. */
  boolean replace(Map<String, String> data, String resourceVersion) throws ClusterException {
    return unlessConflict(() -> {
      Secret secret =
          builder(data)
              .editMetadata()
              .withOwnerReferences(cluster.owners())
              .withResourceVersion(resourceVersion)
              .endMetadata()
              .build();
      cluster.client().resource(secret).lockResourceVersion(resourceVersion).update();
    });
  }

  private SecretBuilder builder(Map<String, String> data) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(cluster.namespace())
        .addToLabels(MANAGER, NAME)
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
