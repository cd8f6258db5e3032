package io.ebbgate.tool.product;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.Release;
import io.ebbgate.core.testkit.TextFile;
import io.ebbgate.tool.cluster.Cluster;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A product's own chart.
 *
 * @param values YAML
 */
record Chart(Path folder, String release, String namespace, String values) {
  private static final int LIMIT_SECONDS = 180;

  /** Installs it and waits until it is ready. */
  void install(Cluster cluster) throws IOException {
    var _ =
        TextFile.<Release, RuntimeException>with(
            ".yaml",
            values,
            file ->
                new Helm(folder)
                    .install()
                    .withName(release)
                    .withNamespace(namespace)
                    .createNamespace()
                    .withKubeConfig(cluster.kubeconfig())
                    .withValuesFile(file)
                    .waitReady()
                    .withTimeout(LIMIT_SECONDS)
                    .call());
  }

  /** What Helm renders, applied by the API server; for definitions too large for Helm's record. */
  String render() throws IOException {
    return TextFile.<String, RuntimeException>with(
        ".yaml",
        values,
        file ->
            new Helm(folder)
                .template()
                .withName(release)
                .withNamespace(namespace)
                .withValuesFile(file)
                .call());
  }
}
