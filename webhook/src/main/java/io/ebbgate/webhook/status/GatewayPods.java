package io.ebbgate.webhook.status;

import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Labels;
import io.ebbgate.core.contract.Ports;
import io.ebbgate.core.termination.PodSnapshot;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.cluster.ForbiddenException;
import io.ebbgate.webhook.observer.PodSidecar;
import io.ebbgate.webhook.observer.PodSnapshots;
import io.ebbgate.webhook.status.GatewayPod.Sidecar;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lists injected pods. */
final class GatewayPods {
  /** Where a port-forward ends; the pod's own address is no such place. */
  private static final Pattern LOOPBACK =
      Pattern.compile("(?:localhost|\\[::1]|127\\.[0-9.]+):(\\d{1,5})");

  private GatewayPods() {}

  static List<GatewayPod> in(Cluster cluster, Scope scope)
      throws ClusterException, ForbiddenException {
    var pods = cluster.client().pods();
    List<Pod> found =
        cluster.ask(
            "list pods" + scope.where(),
            () ->
                (scope.namespace().isPresent()
                        ? pods.inNamespace(scope.namespace().get())
                        : pods.inAnyNamespace())
                    .withLabel(Labels.INJECTED, "true")
                    // From the API server's memory, which is asked every second.
                    .list(new ListOptionsBuilder().withResourceVersion("0").build())
                    .getItems());
    return found.stream()
        .map(GatewayPods::pod)
        .filter(pod -> scope.has(pod.pod()))
        .sorted(
            Comparator.comparing((GatewayPod pod) -> pod.pod().namespace())
                .thenComparing(pod -> pod.pod().name()))
        .toList();
  }

  static GatewayPod pod(Pod pod) {
    PodSnapshot snapshot = PodSnapshots.of(pod);
    return new GatewayPod(
        snapshot.pod(),
        snapshot.grantedGrace().isPresent(),
        sidecar(pod),
        control(pod),
        snapshot.verdict());
  }

  private static Sidecar sidecar(Pod pod) {
    return PodSidecar.status(pod)
        .map(ContainerStatus::getState)
        .map(GatewayPods::sidecar)
        .orElse(Sidecar.NOT_RUNNING);
  }

  private static Sidecar sidecar(ContainerState state) {
    if (state.getRunning() != null) {
      return Sidecar.RUNNING;
    }
    return state.getTerminated() == null ? Sidecar.NOT_RUNNING : Sidecar.ENDED;
  }

  private static OptionalInt control(Pod pod) {
    String address =
        PodSidecar.variable(pod, Env.CONTROL_ADDRESS).orElse("127.0.0.1:" + Ports.CONTROL);
    Matcher loopback = LOOPBACK.matcher(address);
    return loopback.matches()
        ? OptionalInt.of(Integer.parseInt(loopback.group(1)))
        : OptionalInt.empty();
  }
}
