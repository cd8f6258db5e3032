package io.ebbgate.webhook.observer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.termination.PodSnapshot;
import io.ebbgate.core.verdict.Verdict;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodSnapshotsTest {
  private static final Pod DAEMON = pod("DaemonSet", "edge");

  private static Pod pod(String kind, String owner) {
    return PodYaml.read(
        """
        metadata:
          uid: uid
          namespace: shop
          name: gateway-1
          labels: {pod-template-hash: "59f6745b7"}
          ownerReferences: [{apiVersion: apps/v1, kind: %s, name: %s, controller: true}]
        spec: {terminationGracePeriodSeconds: 60}
        status: {phase: Running}
        """
            .formatted(kind, owner));
  }

  private static Pod withStatus(String status) {
    Pod read = PodYaml.read("status: " + status);
    return new PodBuilder(DAEMON).withStatus(read.getStatus()).build();
  }

  @ParameterizedTest
  @CsvSource({
    "ReplicaSet, gateway-59f6745b7, Deployment, gateway",
    "ReplicaSet, mine, ReplicaSet, mine",
    "DaemonSet, edge-59f6745b7, DaemonSet, edge-59f6745b7"
  })
  void nameTheDeploymentOfAReplicaSetAndAnyOtherOwnerAsItIs(
      String kind, String owner, String workloadKind, String workload) {
    PodSnapshot snapshot = PodSnapshots.of(pod(kind, owner));

    assertThat(snapshot.pod().workloadKind()).isEqualTo(workloadKind);
    assertThat(snapshot.pod().workload()).isEqualTo(workload);
  }

  /** Its ReplicaSets change with each release, and have a label of their own for their hash. */
  @Test
  void nameTheRolloutOfAReplicaSet() {
    Pod pod =
        new PodBuilder(pod("ReplicaSet", "edge-5f6d7c8b9"))
            .editMetadata()
            .withLabels(Map.of("rollouts-pod-template-hash", "5f6d7c8b9"))
            .endMetadata()
            .build();

    assertThat(PodSnapshots.of(pod).pod().workloadKind()).isEqualTo("Rollout");
    assertThat(PodSnapshots.of(pod).pod().workload()).isEqualTo("edge");
  }

  @Test
  void nameNoWorkloadForAPodWithoutAnOwner() {
    Pod pod = new PodBuilder(DAEMON).editMetadata().withOwnerReferences().endMetadata().build();

    assertThat(PodSnapshots.of(pod).pod().workload()).isEmpty();
  }

  /** The API server takes any number; its sum with another would not be one. */
  @Test
  void haveADayForALongerGracePeriod() {
    Pod ended =
        new PodBuilder(
                withStatus(
                    """
                    {containerStatuses: [{name: ebbgate-drain-sidecar,
                      state: {terminated: {message: '%s'}}}]}
                    """
                        .formatted(ObservedCluster.CLEAN)))
            .editSpec()
            .withTerminationGracePeriodSeconds(Long.MAX_VALUE)
            .endSpec()
            .build();

    PodSnapshot snapshot = PodSnapshots.of(ended);

    assertThat(snapshot.specGrace()).isEqualTo(Duration.ofDays(1));
    assertThat(snapshot.verdict()).map(Verdict::outcome).contains(Outcome.CLEAN);
  }

  @Test
  void haveTheGracePeriodOfADeletion() {
    Pod pod =
        new PodBuilder(DAEMON)
            .editMetadata()
            .withDeletionTimestamp("2026-11-21T19:47:19Z")
            .withDeletionGracePeriodSeconds(8L)
            .endMetadata()
            .build();

    assertThat(PodSnapshots.of(pod).grantedGrace()).contains(Duration.ofSeconds(8));
    assertThat(PodSnapshots.of(pod).specGrace()).isEqualTo(Duration.ofSeconds(60));
    assertThat(PodSnapshots.of(DAEMON).grantedGrace()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"initContainerStatuses", "containerStatuses"})
  void haveTheVerdictOfASidecarOfEitherStyle(String list) {
    Pod ended =
        withStatus(
            """
            {%s: [{name: ebbgate-drain-sidecar,
              state: {terminated: {message: '{"verdict":"clean"}'}}}]}
            """
                .formatted(list));

    assertThat(PodSnapshots.of(ended).verdict()).map(Verdict::outcome).contains(Outcome.CLEAN);
  }

  /** The kubelet kills at the end of the grace period of 60 s; other triggers have other limits. */
  @ParameterizedTest
  @CsvSource({
    "deletion, 60.5, 60.5",
    "deletion, 86400, 70",
    "control, 86400, 86400",
    "deletion, -1, 0",
    "deletion, 1e300, 0"
  })
  void haveAHoldThatTheGracePeriodAllows(String trigger, String claimed, double hold) {
    Pod pod =
        withStatus(
            """
            {containerStatuses: [{name: ebbgate-drain-sidecar, state: {terminated: {message:
              '{"verdict":"forced","trigger":"%s","startedAt":"2026-11-21T19:47:19Z",
                "holdSeconds":%s,"budgetSeconds":60}'}}}]}
            """
                .formatted(trigger, claimed));

    assertThat(PodSnapshots.of(pod).verdict().flatMap(Verdict::drain))
        .map(drain -> drain.timing().hold())
        .contains(Duration.ofMillis(Math.round(hold * 1e3)));
  }

  @Test
  void takeANegativeGracePeriodForNone() {
    Pod pod =
        new PodBuilder(DAEMON).editSpec().withTerminationGracePeriodSeconds(-1L).endSpec().build();

    assertThat(PodSnapshots.of(pod).specGrace()).isZero();
  }

  /** Another container's message is not ours. */
  @Test
  void haveNoVerdictOfAnotherContainerOrOfARestartedSidecar() {
    Pod pod =
        withStatus(
            """
            {containerStatuses: [{name: envoy,
              state: {terminated: {message: '{"verdict":"clean"}'}}}],
            initContainerStatuses: [{name: ebbgate-drain-sidecar, state: {running: {}},
              lastState: {terminated: {message: '{"verdict":"clean"}'}}}]}
            """);

    assertThat(PodSnapshots.of(pod).verdict()).isEmpty();
  }

  @Test
  void knowAPodThatEndedWithoutADeletion() {
    assertThat(PodSnapshots.of(withStatus("{phase: Failed}")).ended()).isTrue();
    assertThat(PodSnapshots.of(DAEMON).ended()).isFalse();
  }

  @Test
  void knowWhenTheSidecarOfAnEndedPodEnded() {
    Pod pod =
        withStatus(
            """
            {phase: Failed, containerStatuses: [{name: ebbgate-drain-sidecar,
              state: {terminated: {finishedAt: "2026-11-21T19:47:19Z"}}}]}
            """);

    assertThat(PodSnapshots.of(pod).isPast(Instant.parse("2026-11-21T19:47:20Z"))).isTrue();
    assertThat(PodSnapshots.of(pod).isPast(Instant.parse("2026-11-21T19:47:19Z"))).isFalse();
  }

  @Test
  void haveNoVariableWithAReferencedValue() {
    Pod pod =
        PodYaml.read(
            """
            spec:
              containers:
                - name: ebbgate-drain-sidecar
                  env: [{name: EBBGATE_TOKEN, valueFrom: {}}]
            """);

    assertThat(PodSidecar.variable(pod, Env.TOKEN)).isEmpty();
  }
}
