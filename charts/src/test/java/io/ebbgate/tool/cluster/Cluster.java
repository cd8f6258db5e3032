package io.ebbgate.tool.cluster;

import io.ebbgate.core.testkit.Folders;
import io.ebbgate.tool.node.LocalCluster;
import io.ebbgate.tool.node.TestImages;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A Kubernetes: the one that {@code KUBECONFIG} names, or one of our own.
 *
 * @param kubeconfig for programs that are started
 * @param own what ends with it
 */
public record Cluster(KubernetesClient client, Path kubeconfig, List<LocalCluster> own)
    implements AutoCloseable {
  private static final String GIVEN = "KUBECONFIG";
  private static final Duration ANSWER = Duration.ofMinutes(2);

  /**
   * Opens it.
   *
   * @param folder for the data of a cluster of our own; emptied first
   */
  static Cluster open(Path folder) throws IOException, InterruptedException {
    List<Path> images = new ArrayList<>(TestImages.pack(folder.resolve("images")));
    Path root = Path.of(System.getProperty("ebbgate.root", "."));
    images.add(root.resolve("webhook/target/webhook-image.tar"));
    images.add(root.resolve("drain-sidecar/target/drain-sidecar-image.tar"));
    for (Path image : images) {
      if (!Files.isReadable(image)) {
        throw new IOException(image + " is missing; mvn -Pcluster verify makes it.");
      }
    }
    String given = System.getenv().getOrDefault(GIVEN, "");
    if (!given.isBlank()) {
      System.out.printf("The nodes of %s have to have, or find, the images in:%n", given);
      images.forEach(System.out::println);
      Path kubeconfig = Path.of(given);
      return new Cluster(client(kubeconfig), kubeconfig, List.of());
    }
    LocalCluster local = LocalCluster.start(Folders.emptied(folder.resolve("nodes")), images);
    return new Cluster(client(local.kubeconfig()), local.kubeconfig(), List.of(local));
  }

  private static KubernetesClient client(Path kubeconfig) {
    Config config = Config.fromKubeconfig(kubeconfig.toFile());
    config.setRequestTimeout((int) ANSWER.toMillis());
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /** Creates a namespace with these labels. */
  void createNamespace(String namespace, Map<String, String> labels) {
    var _ =
        client
            .resource(
                new NamespaceBuilder()
                    .withNewMetadata()
                    .withName(namespace)
                    .withLabels(labels)
                    .endMetadata()
                    .build())
            .create();
  }

  /**
   * Removes a namespace with its objects, and waits; a cluster of our own ends with them anyway.
   */
  void remove(String namespace, long limitSeconds) {
    if (own.isEmpty()) {
      var resource = client.namespaces().withName(namespace);
      var _ = resource.delete();
      var _ = resource.waitUntilCondition(Objects::isNull, limitSeconds, TimeUnit.SECONDS);
    }
  }

  @Override
  public void close() {
    client.close();
    own.forEach(LocalCluster::close);
  }
}
