package io.ebbgate.core.admission;

import io.ebbgate.core.contract.WireName;

/**
 * Why a pod was changed or left alone, in the order of the decision. The reason is the same in the
 * status annotation, the warning, the metric and {@code explain}.
 */
public enum Reason {
  NOT_A_POD_CREATE("only pods are changed, and only at their creation"),
  MIRROR_POD("a static pod of a node is not changed"),
  WINDOWS("Windows pods are not supported"),
  RUNS_TO_COMPLETION("only pods with restartPolicy Always are gateways"),
  OWN_NAMESPACE("the webhook does not change its own namespace"),
  EXCLUDED_NAMESPACE("the namespace is excluded"),
  OPTED_OUT("the label ebbgate.io/inject opts out"),
  UNKNOWN_PROFILE("the annotation ebbgate.io/profile names no profile"),
  NO_PROFILE("no profile matches the pod"),
  EXCLUDED_PRODUCT("this product can't be drained by Ebbgate"),
  OWN_DRAIN_MANAGER("this product brings its own drain manager"),
  WAITING_FOR_INJECTION("the gateway's image is not set yet; the API server calls again"),
  NO_GATEWAY_CONTAINER("the gateway container can't be determined"),
  BAD_SETTING("a setting is invalid"),
  HOOK_KEPT("the gateway container has a preStop hook, which is kept"),
  MESH_INTERCEPTS("a mesh intercepts the kubelet's call to the hook"),
  MODE_REPORT("the mode is report"),
  MODE_OFF("the mode is off"),
  INJECTED_OTHERWISE("what an earlier injection added is not requested now, and is never removed"),
  LIMIT_RANGE("a LimitRange of the namespace leaves no room for the sidecar"),
  OUT_OF_TIME("the API server's timeout is used up, so the pod is admitted unchanged"),
  SELF_CHECK_FAILED("the patch failed its self-check, so the pod is admitted unchanged"),
  ALREADY_INJECTED("the pod is injected already"),
  INJECTED("sidecar and hook were added"),
  REPAIRED("an earlier injection was brought up to date"),
  PROBE_REMOVED("a probe was taken from the sidecar, since a restart would end its hold"),
  SLEEP_ADDED("the kubelet's sleep hook was added"),
  ENV_SET("the product's own drain settings were set");

  private final String sentence;

  Reason(String sentence) {
    this.sentence = sentence;
  }

  /** The stable reason word, {@code no_profile}. */
  public String wireName() {
    return WireName.of(this);
  }

  /** What it means, for people, without a capital or a full stop. */
  public String sentence() {
    return sentence;
  }

  /**
   * The warning for the user who creates the pod: the reason word to search for, and its details.
   */
  public String warning(String detail) {
    return "Ebbgate: " + wireName() + ": " + sentence + " (" + detail + ").";
  }

  /** Whether the pod is changed. */
  public boolean changes() {
    return compareTo(INJECTED) >= 0;
  }
}
