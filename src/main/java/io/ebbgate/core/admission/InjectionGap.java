package io.ebbgate.core.admission;

import java.util.Optional;

/** Gateway pods that are there and have no drain of ours, by what a review says of them now. */
public final class InjectionGap {
  /**
   * It would be injected if it were created now: it was never reviewed, or settings have changed.
   */
  public static final String NOT_REVIEWED = "not_reviewed";

  private InjectionGap() {}

  /**
   * Why such a pod is not injected, in one word; empty for a pod that is no gateway, has what it
   * needs, or was excluded on purpose.
   */
  public static Optional<String> reasonOf(Reason reason) {
    return switch (reason) {
      case INJECTED, REPAIRED, PROBE_REMOVED, SLEEP_ADDED, ENV_SET -> Optional.of(NOT_REVIEWED);
      case UNKNOWN_PROFILE,
          EXCLUDED_PRODUCT,
          OWN_DRAIN_MANAGER,
          WAITING_FOR_INJECTION,
          NO_GATEWAY_CONTAINER,
          BAD_SETTING,
          HOOK_KEPT,
          MESH_INTERCEPTS,
          MODE_REPORT,
          INJECTED_OTHERWISE,
          LIMIT_RANGE,
          OUT_OF_TIME,
          SELF_CHECK_FAILED ->
          Optional.of(reason.wireName());
      case NOT_A_POD_CREATE,
          MIRROR_POD,
          WINDOWS,
          RUNS_TO_COMPLETION,
          OWN_NAMESPACE,
          EXCLUDED_NAMESPACE,
          OPTED_OUT,
          NO_PROFILE,
          MODE_OFF,
          ALREADY_INJECTED ->
          Optional.empty();
    };
  }
}
