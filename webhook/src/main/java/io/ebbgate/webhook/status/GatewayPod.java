package io.ebbgate.webhook.status;

import io.ebbgate.core.config.HostPort;
import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Labels;
import io.ebbgate.core.contract.Ports;
import io.ebbgate.core.termination.PodIdentity;
import io.ebbgate.core.termination.PodSnapshot;
import io.ebbgate.core.verdict.Verdict;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.cluster.ForbiddenException;
import io.ebbgate.webhook.observer.PodSidecar;
import io.ebbgate.webhook.observer.PodSnapshots;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An injected pod in the API server.
 *
 * @param terminating whether it is being deleted
 * @param controlPort of its sidecar; empty if the sidecar does not listen on loopback
 * @param verdict the one its sidecar left when it ended
 */
record GatewayPod(
    PodIdentity pod,
    boolean terminating,
    Sidecar sidecar,
    OptionalInt controlPort,
    Optional<Verdict> verdict) {
  /** State of the sidecar's container. */
  enum Sidecar {
    NOT_RUNNING,
    RUNNING,
    ENDED
  }

  /** Lists the selected pods by namespace and name. */
  static List<GatewayPod> list(Cluster cluster, PodSelector selector)
      throws ClusterException, ForbiddenException {
    var pods = cluster.client().pods();
    List<Pod> found =
        cluster.ask(
            "list pods" + selector.inNamespace(),
            () ->
                (selector.namespace().isPresent()
                        ? pods.inNamespace(selector.namespace().get())
                        : pods.inAnyNamespace())
                    .withLabel(Labels.INJECTED, "true")
                    // From the API server's cache, since a watch lists every second.
                    .list(new ListOptionsBuilder().withResourceVersion("0").build())
                    .getItems());
    return found.stream()
        .map(GatewayPod::of)
        .filter(pod -> selector.matches(pod.pod()))
        .sorted(
            Comparator.comparing((GatewayPod pod) -> pod.pod().namespace())
                .thenComparing(pod -> pod.pod().name()))
        .toList();
  }

  private static GatewayPod of(Pod pod) {
    PodSnapshot snapshot = PodSnapshots.of(pod);
    return new GatewayPod(
        snapshot.pod(),
        snapshot.grantedGrace().isPresent(),
        sidecar(pod),
        controlPort(pod),
        snapshot.verdict());
  }

  private static Sidecar sidecar(Pod pod) {
    return PodSidecar.status(pod)
        .map(ContainerStatus::getState)
        .map(GatewayPod::sidecar)
        .orElse(Sidecar.NOT_RUNNING);
  }

  private static Sidecar sidecar(ContainerState state) {
    if (state.getRunning() != null) {
      return Sidecar.RUNNING;
    }
    return state.getTerminated() == null ? Sidecar.NOT_RUNNING : Sidecar.ENDED;
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
}
