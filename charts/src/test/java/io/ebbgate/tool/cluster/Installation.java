package io.ebbgate.tool.cluster;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.Release;
import io.ebbgate.core.testkit.TextFile;
import io.ebbgate.tool.node.TestImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The chart, installed by Helm as its README describes. */
record Installation(Cluster cluster) implements AutoCloseable {
  static final String RELEASE = "ebbgate";
  static final String NAMESPACE = "ebbgate-system";

  private static final int LIMIT_SECONDS = 180;
  private static final Path CHART =
      Path.of(System.getProperty("ebbgate.root", "."), "charts", "ebbgate");

  private interface Call {
    Release with(Path values);
  }

  /** Installs and waits until the webhooks are ready. */
  static Installation install(Cluster cluster) throws IOException {
    cluster.createNamespace(NAMESPACE, Map.of("pod-security.kubernetes.io/enforce", "restricted"));
    withValues(
        "",
        values ->
            new Helm(CHART)
                .install()
                .withName(RELEASE)
                .withNamespace(NAMESPACE)
                .withKubeConfig(cluster.kubeconfig())
                .withValuesFile(values)
                .waitReady()
                .withTimeout(LIMIT_SECONDS)
                .call());
    return new Installation(cluster);
  }

  /**
   * Upgrades to the chart's own values but for these, and waits until the webhooks are ready.
   *
   * @param more YAML
   */
  void upgrade(String more) throws IOException {
    withValues(
        more,
        values ->
            new Helm(CHART)
                .upgrade()
                .withName(RELEASE)
                .withNamespace(NAMESPACE)
                .withKubeConfig(cluster.kubeconfig())
                .withValuesFile(values)
                .resetValues()
                .waitReady()
                .withTimeout(LIMIT_SECONDS)
                .call());
  }

  private static void withValues(String more, Call call) throws IOException {
    String text =
        """
        image: {repository: %1$s/webhook, tag: %2$s}
        sidecar: {image: {repository: %1$s/drain-sidecar, tag: %2$s}}
        %3$s
        """
            .formatted(TestImages.repository(), System.getProperty("ebbgate.version", ""), more);
    var _ = TextFile.<Release, RuntimeException>with(".yaml", text, call::with);
  }

  /** A cluster of our own ends with it; from another it is taken away. */
  @Override
  public void close() {
    if (cluster.own().isEmpty()) {
      var _ =
          Helm.uninstall(RELEASE)
              .withNamespace(NAMESPACE)
              .withKubeConfig(cluster.kubeconfig())
              .call();
      cluster.remove(NAMESPACE, LIMIT_SECONDS);
    }
  }
}
