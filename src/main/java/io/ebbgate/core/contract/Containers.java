package io.ebbgate.core.contract;

/** Names of what a patch adds to a pod. */
public final class Containers {
  /** The sidecar. */
  public static final String SIDECAR = "ebbgate-drain-sidecar";

  /** Its memory-backed volume. */
  public static final String STATE_VOLUME = "ebbgate-state";

  private Containers() {}
}
