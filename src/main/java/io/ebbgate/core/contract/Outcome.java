package io.ebbgate.core.contract;

/** How a drain ended. The word is the same on the log, status, hook answer, message and metrics. */
public enum Outcome {
  /** Nothing was left. */
  CLEAN,
  /** Only idle connections were left, told or not. */
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
  /** The sidecar ended before its drain did; said by the observer, who has its provisional word. */
  KILLED,
  /** The pod left without a word; said by the observer. */
  LOST;

  /** The word people and programs see, {@code admin_unreachable}. */
  public String wireName() {
    return WireName.of(this);
  }
}
