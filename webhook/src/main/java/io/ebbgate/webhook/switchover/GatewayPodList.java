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
import io.ebbgate.webhook.switchover.PodEntry.Sidecar;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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

  /** Whether all had a sidecar at first; then no other pod of the namespace is listed again. */
  private final boolean injected;

  private volatile List<PodEntry> pods;
  private final Thread thread;

  private GatewayPodList(
      Cluster cluster, String namespace, PodSelector selector, List<PodEntry> pods) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.selector = selector;
    this.pods = pods;
    injected = pods.stream().noneMatch(pod -> pod.sidecar() == Sidecar.MISSING);
    thread = Thread.ofVirtual().name("pods").unstarted(this::poll);
  }

  /** Lists them once, and from then on until it is closed. */
  static GatewayPodList start(Cluster cluster, String namespace, PodSelector selector)
      throws ClusterException, ForbiddenException {
    GatewayPodList list =
        new GatewayPodList(cluster, namespace, selector, list(cluster, namespace, selector, false));
    list.thread.start();
    return list;
  }

  /** Those that may have clients, by name, as they were last listed. */
  List<PodEntry> pods() {
    return pods;
  }

  private void poll() {
    try {
      while (true) {
        Thread.sleep(INTERVAL);
        try {
          pods = list(cluster, namespace, selector, injected);
        } catch (ClusterException | ForbiddenException _) {
          // The last list stands.
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<PodEntry> list(
      Cluster cluster, String namespace, PodSelector selector, boolean injected)
      throws ClusterException, ForbiddenException {
    Map<String, String> labels = injected ? Map.of(Labels.INJECTED, "true") : Map.of();
    List<Pod> found =
        cluster.ask(
            "list pods in namespace " + namespace,
            () ->
                cluster
                    .client()
                    .pods()
                    .inNamespace(namespace)
                    .withLabels(labels)
                    .list()
                    .getItems());
    return found.stream()
        .flatMap(pod -> entry(pod).stream())
        .filter(entry -> selector.matches(entry.pod()))
        .sorted(Comparator.comparing(PodEntry::name))
        .toList();
  }

  /**
   * A pod whose sidecar runs, or another container, so that it may have clients; empty for others,
   * and for one that terminates and whose sidecar has ended.
   */
  static Optional<PodEntry> entry(Pod pod) {
    PodSnapshot snapshot = PodSnapshots.of(pod);
    Sidecar sidecar = sidecar(pod);
    boolean terminating = snapshot.grantedGrace().isPresent();
    boolean serves =
        !terminating
            && !snapshot.ended()
            && pod.getStatus().getContainerStatuses().stream().anyMatch(GatewayPodList::runs);
    return sidecar == Sidecar.RUNNING || serves
        ? Optional.of(
            new PodEntry(
                snapshot.pod(),
                snapshot.ready(),
                terminating,
                sidecar,
                controlPort(pod),
                PodSidecar.variable(pod, Env.TOKEN).orElse("")))
        : Optional.empty();
  }

  private static Sidecar sidecar(Pod pod) {
    Map<String, String> labels =
        Optional.ofNullable(pod.getMetadata().getLabels()).orElse(Map.of());
    if (!"true".equals(labels.get(Labels.INJECTED))) {
      return Sidecar.MISSING;
    }
    return PodSidecar.status(pod).filter(GatewayPodList::runs).isPresent()
        ? Sidecar.RUNNING
        : Sidecar.NOT_RUNNING;
  }

  private static boolean runs(ContainerStatus container) {
    return container.getState() != null && container.getState().getRunning() != null;
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
