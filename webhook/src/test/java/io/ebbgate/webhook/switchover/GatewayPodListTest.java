package io.ebbgate.webhook.switchover;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Labels;
import io.ebbgate.webhook.switchover.PodEntry.Sidecar;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which pods of the API server may have clients. */
class GatewayPodListTest {
  private static ContainerStatus container(String name, boolean runs) {
    ContainerStateBuilder state = new ContainerStateBuilder();
    return new ContainerStatusBuilder()
        .withName(name)
        .withState(
            runs
                ? state.withNewRunning().endRunning().build()
                : state.withNewWaiting().withReason("CrashLoopBackOff").endWaiting().build())
        .build();
  }

  private static Pod pod(boolean injected, boolean terminating, ContainerStatus... containers) {
    return new PodBuilder()
        .withNewMetadata()
        .withUid("uid")
        .withNamespace("shop")
        .withName("edge-1")
        .withLabels(injected ? Map.of(Labels.INJECTED, "true") : Map.of())
        .withDeletionTimestamp(terminating ? "2026-01-01T00:00:00Z" : null)
        .endMetadata()
        .withNewSpec()
        .endSpec()
        .withNewStatus()
        .withPhase("Running")
        .withContainerStatuses(containers)
        .endStatus()
        .build();
  }

  private static final ContainerStatus GATEWAY = container("gateway", true);
  private static final ContainerStatus SIDECAR = container(Containers.SIDECAR, true);
  private static final ContainerStatus CRASHED = container(Containers.SIDECAR, false);

  @Test
  void aPodWithoutARunningSidecarIsListedWhereItMayHaveClients() {
    assertThat(GatewayPodList.entry(pod(true, false, GATEWAY, SIDECAR)))
        .hasValueSatisfying(pod -> assertThat(pod.sidecar()).isEqualTo(Sidecar.RUNNING));
    assertThat(GatewayPodList.entry(pod(true, false, GATEWAY, CRASHED)))
        .hasValueSatisfying(pod -> assertThat(pod.sidecar()).isEqualTo(Sidecar.NOT_RUNNING));
    assertThat(GatewayPodList.entry(pod(false, false, GATEWAY)))
        .hasValueSatisfying(pod -> assertThat(pod.sidecar()).isEqualTo(Sidecar.MISSING));
  }

  @Test
  void aPodThatHasNoClientsIsNot() {
    assertThat(GatewayPodList.entry(pod(true, false, container("gateway", false), CRASHED)))
        .as("nothing runs")
        .isEmpty();
    assertThat(GatewayPodList.entry(pod(true, true, GATEWAY, CRASHED)))
        .as("it is about to go, and can't be asked")
        .isEmpty();
    assertThat(GatewayPodList.entry(pod(true, true, GATEWAY, SIDECAR))).isPresent();
  }
}
