package io.ebbgate.webhook.observer;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.contract.WireName;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.Optional;

/**
 * That an injected pod has a node and its sidecar does not run there. With a native sidecar its
 * gateway does not start either.
 *
 * @param since when the pod was given its node
 */
record NotStarted(Why why, Instant since) {
  private static final String SCHEDULED = "PodScheduled";

  /** What the kubelet says of it, in a closed set of words. */
  enum Why {
    /** It can't be pulled. */
    IMAGE,
    /** It ends as soon as it is started. */
    CRASH,
    /** It can't be made: a Secret that isn't there, a field the runtime refuses. */
    CONFIG,
    /** Something that comes before it isn't done, or nothing is said. */
    WAITING;

    String wireName() {
      return WireName.of(this);
    }

    private static Why of(String reason) {
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

  NotStarted {
    requireNonNull(why);
    requireNonNull(since);
  }

  /**
   * What is to be said of this pod; nothing of one that leaves, is over, has no node, or runs its
   * sidecar.
   */
  static Optional<NotStarted> of(Pod pod) {
    if (pod.getMetadata().getDeletionTimestamp() != null
        || PodSights.isOver(pod.getStatus().getPhase())) {
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
    return scheduled(pod).map(since -> new NotStarted(Why.of(reason), since));
  }

  private static Optional<Instant> scheduled(Pod pod) {
    return pod.getStatus().getConditions().stream()
        .filter(each -> each.getType().equals(SCHEDULED) && each.getStatus().equals("True"))
        .flatMap(each -> PodSights.instant(each.getLastTransitionTime()).stream())
        .findFirst();
  }
}
