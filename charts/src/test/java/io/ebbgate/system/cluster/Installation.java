package io.ebbgate.system.cluster;

import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The chart, installed by Helm as its README says. */
record Installation(Cluster cluster) implements AutoCloseable {
  static final String RELEASE = "ebbgate";
  static final String NAMESPACE = "ebbgate-system";

  private static final int LIMIT_SECONDS = 180;

  /** Installs and waits until the webhooks are ready. */
  static Installation install(Cluster cluster, String values) throws IOException {
    var _ =
        cluster
            .client()
            .resource(
                new NamespaceBuilder()
                    .withNewMetadata()
                    .withName(NAMESPACE)
                    .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                    .endMetadata()
                    .build())
            .create();
    Path chart = Path.of(System.getProperty("ebbgate.root"), "charts", "ebbgate");
    Path file = Files.createTempFile("values", ".yaml");
    try {
      var _ =
          new Helm(chart)
              .install()
              .withName(RELEASE)
              .withNamespace(NAMESPACE)
              .withKubeConfig(cluster.kubeconfig())
              .withValuesFile(Files.writeString(file, values))
              .waitReady()
              .withTimeout(LIMIT_SECONDS)
              .call();
    } finally {
      Files.delete(file);
    }
    return new Installation(cluster);
  }

  @Override
  public void close() {
    if (cluster.own().isEmpty()) {
      remove();
    }
  }

  /** Takes it away, and waits until its pods are gone. */
  void remove() {
    var _ =
        Helm.uninstall(RELEASE)
            .withNamespace(NAMESPACE)
            .withKubeConfig(cluster.kubeconfig())
            .call();
    var _ = cluster.client().namespaces().withName(NAMESPACE).delete();
    var _ =
        cluster
            .client()
            .namespaces()
            .withName(NAMESPACE)
            .waitUntilCondition(java.util.Objects::isNull, LIMIT_SECONDS, TimeUnit.SECONDS);
  }
}
