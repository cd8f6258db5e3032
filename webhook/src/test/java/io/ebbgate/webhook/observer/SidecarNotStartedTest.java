package io.ebbgate.webhook.observer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Containers;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SidecarNotStartedTest {
  private static final String PLACED = "2026-11-21T19:47:19Z";

  @ParameterizedTest
  @CsvSource({
    "ErrImagePull, image",
    "ImagePullBackOff, image",
    "InvalidImageName, image",
    "CrashLoopBackOff, crash",
    "CreateContainerConfigError, config",
    "CreateContainerError, config",
    "PodInitializing, waiting",
    "SomethingNew, waiting"
  })
  void hasTheCauseOfTheWaitingReason(String reason, String word) {
    assertThat(SidecarNotStarted.of(pod(waiting(reason), PLACED)))
        .hasValueSatisfying(not -> {
          assertThat(not.cause().wireName()).isEqualTo(word);
          assertThat(not.since()).isEqualTo(Instant.parse(PLACED));
        });
  }

  @Test
  void isFoundBeforeTheKubeletReportsAStatus() {
    Pod silent =
        new PodBuilder(pod(new ContainerState(), PLACED))
            .editStatus()
            .withContainerStatuses()
            .endStatus()
            .build();

    assertThat(SidecarNotStarted.of(silent))
        .map(SidecarNotStarted::cause)
        .contains(SidecarNotStarted.Cause.WAITING);
  }

  @Test
  void isNotFoundForASidecarThatRunsOrRan() {
    ContainerState runs = new ContainerStateBuilder().withNewRunning().endRunning().build();
    ContainerState ran =
        new ContainerStateBuilder().withNewTerminated().withExitCode(0).endTerminated().build();

    assertThat(SidecarNotStarted.of(pod(runs, PLACED))).isEmpty();
    assertThat(SidecarNotStarted.of(pod(ran, PLACED))).isEmpty();
  }

  @Test
  void isNotFoundForAPodWithoutANode() {
    Pod pending =
        new PodBuilder(pod(waiting("PodInitializing"), PLACED))
            .editStatus()
            .withConditions()
            .endStatus()
            .build();

    assertThat(SidecarNotStarted.of(pending)).isEmpty();
  }

  /** It may have been evicted while it waited, and stays listed. */
  @Test
  void isNotFoundForAPodThatHasEnded() {
    Pod over =
        new PodBuilder(pod(waiting("ImagePullBackOff"), PLACED))
            .editStatus()
            .withPhase("Failed")
            .endStatus()
            .build();

    assertThat(SidecarNotStarted.of(over)).isEmpty();
  }

  @Test
  void isNotFoundForATerminatingPod() {
    Pod leaving =
        new PodBuilder(pod(waiting("PodInitializing"), PLACED))
            .editMetadata()
            .withDeletionTimestamp(PLACED)
            .endMetadata()
            .build();

    assertThat(SidecarNotStarted.of(leaving)).isEmpty();
  }

  @Test
  void isNotFoundWithAnUnreadableTime() {
    assertThat(SidecarNotStarted.of(pod(waiting("PodInitializing"), "yesterday")))
        .isEqualTo(Optional.empty());
  }

  private static ContainerState waiting(String reason) {
    return new ContainerStateBuilder().withNewWaiting().withReason(reason).endWaiting().build();
  }

  private static Pod pod(ContainerState state, String placed) {
    return new PodBuilder()
        .withNewMetadata()
        .endMetadata()
        .withNewStatus()
        .addNewCondition()
        .withType("PodScheduled")
        .withStatus("True")
        .withLastTransitionTime(placed)
        .endCondition()
        .addToContainerStatuses(
            new ContainerStatusBuilder().withName(Containers.SIDECAR).withState(state).build())
        .endStatus()
        .build();
  }
}
