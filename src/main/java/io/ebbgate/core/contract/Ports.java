package io.ebbgate.core.contract;

/** Port numbers. A hook names its port by number: a name of another container fails at run time. */
public final class Ports {
  /** The sidecar's hook, health and metrics, on the pod's address. */
  public static final int HOOK = 15980;

  /** The sidecar's control port, on loopback. */
  public static final int CONTROL = 15981;

  /** The webhook's admission port, TLS. */
  public static final int ADMISSION = 8443;

  /** The webhook's health and metrics port, plain. */
  public static final int OPERATIONS = 8080;

  private Ports() {}
}
