package io.ebbgate.tool.product;

import io.ebbgate.core.testkit.KubeApi;
import io.ebbgate.core.testkit.TextFile;
import io.ebbgate.tool.cluster.Cluster;
import io.ebbgate.tool.node.Commands;
import io.ebbgate.tool.node.ProductImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Applies definitions, which are too large for a client's own record of them. */
final class Definitions {
  private Definitions() {}

  /** Those of the Gateway API, with the older versions of routes that kgateway wants. */
  static void gatewayApi(Cluster cluster) throws IOException, InterruptedException {
    Path folder = ProductImages.file("gateway-api", "config/crd/experimental");
    try (Stream<Path> files = Files.list(folder)) {
      for (Path each : files.filter(Definitions::isDefinition).toList()) {
        var _ = apply(cluster, each);
      }
    }
  }

  /** Not the list of them for Kustomize. */
  private static boolean isDefinition(Path file) {
    return file.getFileName().toString().startsWith("gateway.");
  }

  /** Objects of any kinds. */
  static void applyText(Cluster cluster, String yaml) throws IOException, InterruptedException {
    var _ = TextFile.with(".yaml", yaml, file -> apply(cluster, file));
  }

  private static String apply(Cluster cluster, Path file) throws IOException, InterruptedException {
    return Commands.run(
        List.of(KubeApi.program("kubectl"), "--kubeconfig=" + cluster.kubeconfig()),
        "apply",
        "--server-side",
        "--force-conflicts",
        "-f",
        file.toString());
  }
}
