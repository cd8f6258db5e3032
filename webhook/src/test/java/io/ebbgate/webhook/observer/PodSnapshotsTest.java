package io.ebbgate.webhook.observer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.termination.PodSnapshot;
import io.ebbgate.core.verdict.Verdict;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodSnapshotsTest {
  @Test
  void nameTheDeploymentAndNotItsReplicaSet() {
    PodSnapshot sight = PodSnapshots.of(pod("ReplicaSet", "gateway-59f6745b7").build());

    assertThat(sight.pod().workloadKind()).isEqualTo("Deployment");
    assertThat(sight.pod().workload()).isEqualTo("gateway");
  }

  @Test
  void nameAnyOtherOwnerAsItIs() {
    PodSnapshot set = PodSnapshots.of(pod("ReplicaSet", "mine").build());
    PodSnapshot daemons = PodSnapshots.of(pod("DaemonSet", "edge-59f6745b7").build());

    assertThat(set.pod().workload()).isEqualTo("mine");
    assertThat(daemons.pod().workloadKind()).isEqualTo("DaemonSet");
    assertThat(daemons.pod().workload()).isEqualTo("edge-59f6745b7");
  }

  @Test
  void nameNoWorkloadForAPodWithoutAnOwner() {
    Pod pod = pod("Node", "a").editMetadata().withOwnerReferences().endMetadata().build();

    assertThat(PodSnapshots.of(pod).pod().workload()).isEmpty();
  }

  @Test
  void haveTheGracePeriodOfADeletion() {
    Pod pod =
        pod("DaemonSet", "edge")
            .editMetadata()
            .withDeletionTimestamp("2026-11-21T19:47:19Z")
            .withDeletionGracePeriodSeconds(8L)
            .endMetadata()
            .build();

    assertThat(PodSnapshots.of(pod).grantedGrace()).contains(Duration.ofSeconds(8));
    assertThat(PodSnapshots.of(pod).specGrace()).isEqualTo(Duration.ofSeconds(60));
    assertThat(PodSnapshots.of(pod("DaemonSet", "edge").build()).grantedGrace()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void haveTheVerdictOfASidecarOfEitherStyle(boolean nativeStyle) {
    PodBuilder pod = pod("DaemonSet", "edge");
    Pod ended =
        nativeStyle
            ? pod.editStatus()
                .addNewInitContainerStatus()
                .withName(Containers.SIDECAR)
                .withNewState()
                .withNewTerminated()
                .withMessage("{\"verdict\":\"clean\"}")
                .endTerminated()
                .endState()
                .endInitContainerStatus()
                .endStatus()
                .build()
            : pod.editStatus()
                .addNewContainerStatus()
                .withName(Containers.SIDECAR)
                .withNewState()
                .withNewTerminated()
                .withMessage("{\"verdict\":\"clean\"}")
                .endTerminated()
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();

    assertThat(PodSnapshots.of(ended).verdict()).map(Verdict::outcome).contains(Outcome.CLEAN);
  }

  /** Another container's message is not ours. */
  @Test
  void haveNoVerdictOfAnotherContainerOrOfARestartedSidecar() {
    Pod pod =
        pod("DaemonSet", "edge")
            .editStatus()
            .addNewContainerStatus()
            .withName("envoy")
            .withNewState()
            .withNewTerminated()
            .withMessage("{\"verdict\":\"clean\"}")
            .endTerminated()
            .endState()
            .endContainerStatus()
            .addNewInitContainerStatus()
            .withName(Containers.SIDECAR)
            .withNewState()
            .withNewRunning()
            .endRunning()
            .endState()
            .withNewLastState()
            .withNewTerminated()
            .withMessage("{\"verdict\":\"clean\"}")
            .endTerminated()
            .endLastState()
            .endInitContainerStatus()
            .endStatus()
            .build();

    assertThat(PodSnapshots.of(pod).verdict()).isEmpty();
  }

  @Test
  void knowAPodThatEndedWithoutADeletion() {
    Pod pod = pod("DaemonSet", "edge").editStatus().withPhase("Failed").endStatus().build();

    assertThat(PodSnapshots.of(pod).ended()).isTrue();
    assertThat(PodSnapshots.of(pod("DaemonSet", "edge").build()).ended()).isFalse();
  }

  @Test
  void knowWhenTheSidecarOfAnEndedPodEnded() {
    Pod pod =
        pod("DaemonSet", "edge")
            .editStatus()
            .withPhase("Failed")
            .addNewContainerStatus()
            .withName(Containers.SIDECAR)
            .withNewState()
            .withNewTerminated()
            .withFinishedAt("2026-11-21T19:47:19Z")
            .endTerminated()
            .endState()
            .endContainerStatus()
            .endStatus()
            .build();

    assertThat(PodSnapshots.of(pod).isPast(Instant.parse("2026-11-21T19:47:20Z"))).isTrue();
    assertThat(PodSnapshots.of(pod).isPast(Instant.parse("2026-11-21T19:47:19Z"))).isFalse();
  }

  @Test
  void haveNoVariableWithAReferencedValue() {
    Pod pod =
        pod("DaemonSet", "edge")
            .editSpec()
            .addNewContainer()
            .withName(Containers.SIDECAR)
            .addNewEnv()
            .withName(Env.TOKEN)
            .withNewValueFrom()
            .endValueFrom()
            .endEnv()
            .endContainer()
            .endSpec()
            .build();

    assertThat(PodSidecar.variable(pod, Env.TOKEN)).isEmpty();
  }

  private static PodBuilder pod(String kind, String owner) {
    return new PodBuilder()
        .withNewMetadata()
        .withUid("uid")
        .withNamespace("shop")
        .withName("gateway-1")
        .addToLabels("pod-template-hash", "59f6745b7")
        .addNewOwnerReference()
        .withApiVersion("apps/v1")
        .withKind(kind)
        .withName(owner)
        .withController(true)
        .endOwnerReference()
        .endMetadata()
        .withNewSpec()
        .withTerminationGracePeriodSeconds(60L)
        .endSpec()
        .withNewStatus()
        .withPhase("Running")
        .endStatus();
  }
}
