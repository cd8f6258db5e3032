package io.ebbgate.core.contract;

/** How a drain ended. Its name is the same in log, status, hook answer, message and metrics. */
public enum Outcome {
  /** Nothing was left. */
  CLEAN,
  /** Only idle connections were left. */
  LINGERED,
  /** The time was up with work left. */
  FORCED,
  /** A shortened grace ended the hold with work left. */
  SHORTENED,
  /** Envoy's admin interface did not answer to the end. */
  ADMIN_UNREACHABLE,
  /** Envoy was gone before the hold ended. */
  PROXY_EXITED,
  /** A probe restarted the container; the pod stays. */
  RESTART,
  /** The sidecar was stopped and no hook had come. */
  NOT_ASKED,
  /** A hook came without the pod's token. */
  REFUSED,
  /**
   * The sidecar ended before its drain did; reported by the observer from its provisional verdict.
   */
  KILLED,
  /** The pod was deleted and left no verdict; reported by the observer. */
  LOST;

  /** The name in documents and metrics, {@code admin_unreachable}. */
  public String wireName() {
    return WireName.of(this);
  }
}
