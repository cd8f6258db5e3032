package io.ebbgate.tool.product;

import io.ebbgate.tool.cluster.Manifest;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.tool.node.ProductImages;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** CoreDNS at the address that kubelets give to pods; gateways find their control planes by it. */
final class ClusterDns {
  private static final String NAMESPACE = "kube-system";
  private static final String NAME = "coredns";
  private static final int LIMIT_SECONDS = 60;

  private ClusterDns() {}

  /** Installs it, unless it is there. */
  static void install(Testbed testbed) throws IOException, InterruptedException {
    KubernetesClient kubernetes = testbed.cluster().client();
    var deployment = kubernetes.apps().deployments().inNamespace(NAMESPACE).withName(NAME);
    if (deployment.get() != null) {
      return;
    }
    testbed.bring(folder -> List.of(ProductImages.coreDns(folder)));
    Manifest.read("product/coredns.yaml", Map.of("image", ProductImages.COREDNS))
        .create(kubernetes);
    var _ = deployment.waitUntilReady(LIMIT_SECONDS, TimeUnit.SECONDS);
  }
}
