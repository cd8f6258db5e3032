package io.ebbgate.tool.product;

import io.ebbgate.core.testkit.Await;
import io.ebbgate.tool.cluster.GatewayObjects;
import io.ebbgate.tool.cluster.GatewaySite;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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

  /** Its Deployment or DaemonSet and its pods, as soon as they are there. */
  GatewayObjects objects() throws InterruptedException {
    Await.until("a workload with " + labels, LIMIT, () -> workload().isPresent());
    return new GatewayObjects(namespace, workload().orElseThrow(), labels);
  }

  private Optional<String> workload() {
    var apps = kubernetes.apps();
    return Stream.of(
            names("deployment/", apps.deployments().inNamespace(namespace)),
            names("daemonset/", apps.daemonSets().inNamespace(namespace)))
        .flatMap(List::stream)
        .findFirst();
  }

  private List<String> names(
      String kind,
      FilterWatchListDeletable<
              ? extends HasMetadata, ? extends KubernetesResourceList<? extends HasMetadata>, ?>
          objects) {
    return objects.withLabels(labels).list().getItems().stream()
        .map(each -> kind + each.getMetadata().getName())
        .toList();
  }

  String service() {
    return kubernetes
        .services()
        .inNamespace(namespace)
        .withLabels(labels)
        .list()
        .getItems()
        .getFirst()
        .getMetadata()
        .getName();
  }
}
