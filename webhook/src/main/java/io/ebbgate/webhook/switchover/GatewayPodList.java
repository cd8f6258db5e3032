package io.ebbgate.webhook.switchover;

import io.ebbgate.core.config.HostPort;
import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Labels;
import io.ebbgate.core.contract.Ports;
import io.ebbgate.core.termination.PodSnapshot;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.cluster.ForbiddenException;
import io.ebbgate.webhook.observer.PodSidecar;
import io.ebbgate.webhook.observer.PodSnapshots;
import io.ebbgate.webhook.status.PodSelector;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Lists the gateway's pods again and again on a thread of its own. While that fails, the last list
 * stands: an API server that is away delays nothing.
 */
final class GatewayPodList implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMillis(300);

  private final Cluster cluster;
  private final String namespace;
  private final PodSelector selector;
  private volatile List<PodEntry> pods;
  private final Thread thread;

  private GatewayPodList(
      Cluster cluster, String namespace, PodSelector selector, List<PodEntry> pods) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.selector = selector;
    this.pods = pods;
    thread = Thread.ofVirtual().name("pods").unstarted(this::poll);
  }

  /** Lists them once, and from then on until it is closed. */
  static GatewayPodList start(Cluster cluster, String namespace, PodSelector selector)
      throws ClusterException, ForbiddenException {
    GatewayPodList list =
        new GatewayPodList(cluster, namespace, selector, list(cluster, namespace, selector));
    list.thread.start();
    return list;
  }

  /** Those whose sidecar runs, by name, as they were last listed. */
  List<PodEntry> pods() {
    return pods;
  }

  private void poll() {
    try {
      while (true) {
        Thread.sleep(INTERVAL);
        try {
          pods = list(cluster, namespace, selector);
        } catch (ClusterException | ForbiddenException _) {
          // The last list stands.
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<PodEntry> list(Cluster cluster, String namespace, PodSelector selector)
      throws ClusterException, ForbiddenException {
    List<Pod> found =
        cluster.ask(
            "list pods in namespace " + namespace,
            () ->
                cluster
                    .client()
                    .pods()
                    .inNamespace(namespace)
                    .withLabel(Labels.INJECTED, "true")
                    .list()
                    .getItems());
    return found.stream()
        .flatMap(pod -> entry(pod).stream())
        .filter(entry -> selector.matches(entry.pod()))
        .sorted(Comparator.comparing(PodEntry::name))
        .toList();
  }

  private static Optional<PodEntry> entry(Pod pod) {
    PodSnapshot snapshot = PodSnapshots.of(pod);
    boolean running =
        PodSidecar.status(pod)
            .map(ContainerStatus::getState)
            .filter(state -> state.getRunning() != null)
            .isPresent();
    return running
        ? Optional.of(
            new PodEntry(
                snapshot.pod(),
                snapshot.ready(),
                snapshot.grantedGrace().isPresent(),
                controlPort(pod),
                PodSidecar.variable(pod, Env.TOKEN).orElse("")))
        : Optional.empty();
  }

  /** A port-forward ends on loopback, not at the pod's address. */
  private static OptionalInt controlPort(Pod pod) {
    return PodSidecar.variable(pod, Env.CONTROL_ADDRESS)
        .map(HostPort::parse)
        .orElseGet(() -> Optional.of(new HostPort("127.0.0.1", Ports.CONTROL)))
        .filter(HostPort::isLoopback)
        .stream()
        .mapToInt(HostPort::port)
        .findFirst();
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
