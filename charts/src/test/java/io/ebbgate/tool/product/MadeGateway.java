package io.ebbgate.tool.product;

import io.ebbgate.core.testkit.Await;
import io.ebbgate.tool.cluster.GatewayObjects;
import io.ebbgate.tool.cluster.GatewaySite;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Finds what a control plane made for a Gateway of the Gateway API, by labels. */
record MadeGateway(KubernetesClient kubernetes, String namespace, Map<String, String> labels) {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  MadeGateway {
    labels = Map.copyOf(labels);
  }

  static MadeGateway of(Product product, GatewaySite site) {
    return new MadeGateway(
        site.cluster().client(), product.podNamespace(site), product.labels(site));
  }

  /** Its Deployment and pods, as soon as they are there. */
  GatewayObjects objects() throws InterruptedException {
    Await.until("a Deployment with " + labels, LIMIT, () -> !deployments().isEmpty());
    return new GatewayObjects(namespace, "deployment/" + name(deployments()), labels);
  }

  private List<? extends HasMetadata> deployments() {
    return kubernetes
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withLabels(labels)
        .list()
        .getItems();
  }

  String service() {
    return name(kubernetes.services().inNamespace(namespace).withLabels(labels).list().getItems());
  }

  private static String name(List<? extends HasMetadata> found) {
    return found.getFirst().getMetadata().getName();
  }
}
