package io.ebbgate.core.contract;

/** HTTP header names of our own. */
public final class Headers {
  /** Carries the pod's token in hooks and control calls. */
  public static final String TOKEN = "X-Ebbgate-Token";

  private Headers() {}
}
