package io.ebbgate.tool.product;

import io.ebbgate.core.testkit.KubeApi;
import io.ebbgate.tool.cluster.Cluster;
import io.ebbgate.tool.node.Commands;
import io.ebbgate.tool.node.ProductImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Applies definitions, which are too large for a client's own record of them. */
final class Definitions {
  private Definitions() {}

  /** Those of the Gateway API, with the older versions of routes that kgateway wants. */
  static void gatewayApi(Cluster cluster) throws IOException, InterruptedException {
    apply(cluster, ProductImages.file("gateway-api", "config/crd/experimental"));
  }

  /** A file of any objects, or a folder of them. */
  static void apply(Cluster cluster, Path files) throws IOException, InterruptedException {
    var _ =
        Commands.run(
            List.of(KubeApi.program("kubectl"), "--kubeconfig=" + cluster.kubeconfig()),
            "apply",
            "--server-side",
            "--force-conflicts",
            "-f",
            files.toString());
  }

  static void applyText(Cluster cluster, String yaml) throws IOException, InterruptedException {
    Path file = Files.createTempFile("objects", ".yaml");
    try {
      apply(cluster, Files.writeString(file, yaml));
    } finally {
      Files.delete(file);
    }
  }
}
