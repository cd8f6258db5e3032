package io.ebbgate.core.admission;

import io.ebbgate.core.contract.WireName;

/**
 * Why a pod was changed or left alone, in the order of the decision. The word is the same in the
 * status annotation, the warning, the metric and {@code explain}.
 */
public enum Reason {
  NOT_A_POD_CREATE("only pods are changed, and only when they are created"),
  MIRROR_POD("a static pod of a node is not changed"),
  WINDOWS("Windows pods have no Envoy we know"),
  RUNS_TO_COMPLETION("only pods that are restarted always are gateways"),
  OWN_NAMESPACE("the webhook does not change its own namespace"),
  EXCLUDED_NAMESPACE("the namespace is excluded"),
  OPTED_OUT("the label ebbgate.io/inject is \"false\""),
  UNKNOWN_PROFILE("the annotation ebbgate.io/profile names no profile"),
  NO_PROFILE("nothing says that this is a gateway we know"),
  EXCLUDED_PRODUCT("this product can't be drained by Ebbgate"),
  OWN_DRAIN_MANAGER("this product brings a drain manager of its own"),
  WAITING_FOR_INJECTION("the gateway's image is not filled in yet; we are called again"),
  NO_GATEWAY_CONTAINER("no container is the gateway"),
  BAD_SETTING("a setting can't be read"),
  HOOK_KEPT("the gateway container has a preStop hook already, and it is kept"),
  MESH_INTERCEPTS("a mesh intercepts the kubelet's call to the hook"),
  MODE_REPORT("only reported, as the mode says"),
  MODE_OFF("the mode is off"),
  INJECTED_OTHERWISE("what was added before is not asked for now, and is never taken away"),
  SELF_CHECK_FAILED("the patch did not pass its own check, so the pod is left as it is"),
  ALREADY_INJECTED("everything is there already"),
  INJECTED("sidecar and hook were added"),
  REPAIRED("what was added before was brought up to date"),
  SLEEP_ADDED("the kubelet's sleep hook was added"),
  ENV_SET("the product's own drain settings were set");

  private final String sentence;

  Reason(String sentence) {
    this.sentence = sentence;
  }

  /** The stable word, {@code no_profile}. */
  public String wireName() {
    return WireName.of(this);
  }

  /** What it means, for people, without a capital or a full stop. */
  public String sentence() {
    return sentence;
  }

  /** What is said to whoever created the pod: the word to look for, and what it is about. */
  public String warning(String detail) {
    return "Ebbgate: " + wireName() + ": " + sentence + " (" + detail + ").";
  }

  /** Whether the pod is changed. */
  public boolean changes() {
    return compareTo(INJECTED) >= 0;
  }
}
