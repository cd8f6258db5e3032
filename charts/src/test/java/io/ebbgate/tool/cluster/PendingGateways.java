package io.ebbgate.tool.cluster;

import io.ebbgate.core.contract.Labels;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Gateways that the webhook injects and observes, and that no node runs. */
public final class PendingGateways implements AutoCloseable {
  /** Has its service account from the beginning. */
  private static final String NAMESPACE = "default";

  private static final Map<String, String> PENDING = Map.of("app", "pending");
  private static final int CREATORS = 4;

  private final KubernetesClient kubernetes;

  private PendingGateways(KubernetesClient kubernetes) {
    this.kubernetes = kubernetes;
  }

  static PendingGateways create(KubernetesClient kubernetes, int pods) throws InterruptedException {
    PendingGateways gateways = new PendingGateways(kubernetes);
    try (ExecutorService threads = Executors.newFixedThreadPool(CREATORS)) {
      List<Future<Pod>> created =
          threads.invokeAll(
              Collections.nCopies(pods, () -> kubernetes.resource(gateway()).create()));
      for (Future<Pod> each : created) {
        if (each.state() != Future.State.SUCCESS) {
          gateways.close();
          throw new IllegalStateException(each.exceptionNow());
        }
      }
    }
    return gateways;
  }

  /** It stays pending because no scheduler has that name. */
  private static Pod gateway() {
    return new PodBuilder()
        .withNewMetadata()
        .withGenerateName("edge-")
        .withNamespace(NAMESPACE)
        .withLabels(PENDING)
        .addToLabels(Labels.INJECT, "true")
        .addToAnnotations("ebbgate.io/profile", "envoy")
        .endMetadata()
        .withNewSpec()
        .withSchedulerName("none")
        .addNewContainer()
        .withName("envoy")
        .withImage("envoyproxy/envoy:v1.40.0")
        .endContainer()
        .endSpec()
        .build();
  }

  @Override
  public void close() {
    var _ = kubernetes.pods().inNamespace(NAMESPACE).withLabels(PENDING).delete();
  }
}
