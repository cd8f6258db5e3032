package io.ebbgate.webhook.observer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SidecarNotStartedTest {
  private static final Instant PLACED = Instant.parse("2026-11-21T19:47:19Z");
  private static final String WAITING =
      "[{name: ebbgate-drain-sidecar, state: {waiting: {reason: %s}}}]";

  private static Optional<SidecarNotStarted> of(String metadata, String status) {
    return SidecarNotStarted.of(
        PodYaml.read("metadata: {%s}\nstatus: {%s}".formatted(metadata, status)));
  }

  private static String scheduled(String containerStatuses) {
    return "containerStatuses: %s, conditions: [{type: PodScheduled, status: 'True', %s}]"
        .formatted(containerStatuses, "lastTransitionTime: '" + PLACED + "'");
  }

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
    assertThat(of("", scheduled(WAITING.formatted(reason))))
        .hasValueSatisfying(not -> {
          assertThat(not.cause().wireName()).isEqualTo(word);
          assertThat(not.since()).isEqualTo(PLACED);
        });
  }

  @Test
  void isFoundBeforeTheKubeletReportsAStatus() {
    assertThat(of("", scheduled("[]")))
        .map(SidecarNotStarted::cause)
        .contains(SidecarNotStarted.Cause.WAITING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"running: {}", "terminated: {exitCode: 0}"})
  void isNotFoundForASidecarThatRunsOrRan(String state) {
    assertThat(of("", scheduled("[{name: ebbgate-drain-sidecar, state: {" + state + "}}]")))
        .isEmpty();
  }

  @Test
  void isNotFoundForAPodWithoutANode() {
    assertThat(of("", "containerStatuses: " + WAITING.formatted("PodInitializing"))).isEmpty();
  }

  /** It may have been evicted while it waited, and stays listed. */
  @Test
  void isNotFoundForAPodThatHasEnded() {
    String waiting = scheduled(WAITING.formatted("ImagePullBackOff"));

    assertThat(of("", "phase: Failed, " + waiting)).isEmpty();
  }

  @Test
  void isNotFoundForATerminatingPod() {
    String waiting = scheduled(WAITING.formatted("PodInitializing"));

    assertThat(of("deletionTimestamp: '" + PLACED + "'", waiting)).isEmpty();
  }

  @Test
  void isNotFoundWithAnUnreadableTime() {
    String waiting = scheduled(WAITING.formatted("PodInitializing"));

    assertThat(of("", waiting.replace(PLACED.toString(), "yesterday"))).isEmpty();
  }
}
