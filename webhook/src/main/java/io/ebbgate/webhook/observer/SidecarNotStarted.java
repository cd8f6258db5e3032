package io.ebbgate.webhook.observer;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.contract.WireName;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.Optional;

/**
 * An injected pod that is scheduled but whose sidecar does not run. With a native sidecar its
 * gateway does not start either.
 *
 * @param since when the pod was scheduled
 */
record SidecarNotStarted(Cause cause, Instant since) {
  private static final String SCHEDULED = "PodScheduled";

  /** The kubelet's waiting reason, as a closed set. */
  enum Cause {
    /** The image can't be pulled. */
    IMAGE,
    /** The container exits as soon as it is started. */
    CRASH,
    /** The container can't be created: a missing Secret, a field the runtime refuses. */
    CONFIG,
    /** An earlier container is not done, or there is no reason. */
    WAITING;

    String wireName() {
      return WireName.of(this);
    }

    private static Cause of(String reason) {
      return switch (reason) {
        case "ErrImagePull",
            "ImagePullBackOff",
            "InvalidImageName",
            "ErrImageNeverPull",
            "ImageInspectError",
            "RegistryUnavailable",
            "SignatureValidationFailed" ->
            IMAGE;
        case "CrashLoopBackOff" -> CRASH;
        case "CreateContainerConfigError", "CreateContainerError", "RunContainerError" -> CONFIG;
        default -> WAITING;
      };
    }
  }

  SidecarNotStarted {
    requireNonNull(cause);
    requireNonNull(since);
  }

  /**
   * Empty for a pod that is terminating, has ended, is not scheduled, or whose sidecar has started.
   */
  static Optional<SidecarNotStarted> of(Pod pod) {
    if (pod.getMetadata().getDeletionTimestamp() != null
        || PodSnapshots.hasEnded(pod.getStatus().getPhase())) {
      return Optional.empty();
    }
    Optional<ContainerState> state = PodSidecar.status(pod).map(ContainerStatus::getState);
    if (state
        .filter(seen -> seen.getRunning() != null || seen.getTerminated() != null)
        .isPresent()) {
      return Optional.empty();
    }
    String reason =
        state.map(ContainerState::getWaiting).map(waiting -> waiting.getReason()).orElse("");
    return scheduled(pod).map(since -> new SidecarNotStarted(Cause.of(reason), since));
  }

  private static Optional<Instant> scheduled(Pod pod) {
    return pod.getStatus().getConditions().stream()
        .filter(each -> each.getType().equals(SCHEDULED) && each.getStatus().equals("True"))
        .flatMap(each -> PodSnapshots.instant(each.getLastTransitionTime()).stream())
        .findFirst();
  }
}
