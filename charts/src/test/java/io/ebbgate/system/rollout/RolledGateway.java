package io.ebbgate.system.rollout;

import io.ebbgate.tool.load.Backend;
import io.ebbgate.webhook.load.Balancer;
import io.ebbgate.webhook.tls.TestCluster;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The Deployment "gw" of one pod, with a controller and a kubelet that replace the pod when its
 * template is restarted, and a balancer in front that follows a moment later.
 */
final class RolledGateway implements AutoCloseable {
  private static final String NAME = "gw";
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration ENDPOINTS = Duration.ofMillis(300);

  private final TestCluster cluster;
  private final Path folder;
  private final PlantedDrain drain;
  private final Backend backend = Backend.open(InetAddress.getLoopbackAddress());
  private final Balancer balancer = Balancer.open(InetAddress.getLoopbackAddress(), ENDPOINTS);
  private final List<RolledPod> pods = new ArrayList<>();
  private final Thread controller = Thread.ofVirtual().name("controller").unstarted(this::follow);
  private volatile Optional<Exception> failure = Optional.empty();

  private RolledGateway(TestCluster cluster, Path folder, PlantedDrain drain) throws IOException {
    this.cluster = cluster;
    this.folder = folder;
    this.drain = drain;
  }

  /** One pod serves when it returns. */
  static RolledGateway start(TestCluster cluster, Path folder, PlantedDrain drain)
      throws IOException, InterruptedException {
    RolledGateway gateway = new RolledGateway(cluster, folder, drain);
    gateway.create();
    gateway.add("a");
    gateway.report(1);
    gateway.controller.start();
    return gateway;
  }

  /** Where clients find it. */
  InetSocketAddress address() {
    return balancer.address();
  }

  /** When its template was restarted; empty before. */
  Optional<String> restartedAt() {
    return Optional.ofNullable(deployment().getSpec().getTemplate().getMetadata().getAnnotations())
        .map(each -> each.get("kubectl.kubernetes.io/restartedAt"));
  }

  /** Why a replacement went wrong. */
  Optional<Exception> failure() {
    return failure;
  }

  private KubernetesClient client() {
    return cluster.admin();
  }

  private Deployment deployment() {
    return client().apps().deployments().inNamespace(RolledPod.NAMESPACE).withName(NAME).get();
  }

  private void create() {
    var _ =
        client()
            .resource(
                new DeploymentBuilder()
                    .withNewMetadata()
                    .withName(NAME)
                    .withNamespace(RolledPod.NAMESPACE)
                    .endMetadata()
                    .withNewSpec()
                    .withReplicas(1)
                    .withNewSelector()
                    .addToMatchLabels("app", "gw")
                    .endSelector()
                    .withNewTemplate()
                    .withNewMetadata()
                    .addToLabels("app", "gw")
                    .endMetadata()
                    .withNewSpec()
                    .addNewContainer()
                    .withName("envoy")
                    .withImage("envoyproxy/envoy:v1.40.0")
                    .endContainer()
                    .endSpec()
                    .endTemplate()
                    .endSpec()
                    .build())
            .create();
  }

  private RolledPod add(String name) throws IOException, InterruptedException {
    RolledPod pod =
        RolledPod.start(
            client(),
            "gw-59f6745b7-" + name,
            folder.resolve(name),
            backend.address(),
            drain == PlantedDrain.OURS);
    pods.add(pod);
    balancer.update(pod.name(), pod.address(), Balancer.State.READY);
    return pod;
  }

  private void report(int updated) {
    var _ =
        client()
            .apps()
            .deployments()
            .inNamespace(RolledPod.NAMESPACE)
            .withName(NAME)
            .editStatus(seen ->
                new DeploymentBuilder(seen)
                    .withNewStatus()
                    .withObservedGeneration(seen.getMetadata().getGeneration())
                    .withReplicas(updated)
                    .withUpdatedReplicas(updated)
                    .withReadyReplicas(updated)
                    .withAvailableReplicas(updated)
                    .endStatus()
                    .build());
  }

  private void follow() {
    try {
      while (restartedAt().isEmpty()) {
        Thread.sleep(POLL);
      }
      RolledPod old = pods.getFirst();
      RolledPod _ = add("b");
      report(1);
      balancer.update(old.name(), old.address(), Balancer.State.OUT);
      old.terminate(drain);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      failure = Optional.of(e);
    }
  }

  @Override
  public void close() throws IOException {
    controller.interrupt();
    try {
      controller.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    pods.forEach(RolledPod::close);
    var _ = client().apps().deployments().inNamespace(RolledPod.NAMESPACE).withName(NAME).delete();
    balancer.close();
    backend.close();
  }
}
