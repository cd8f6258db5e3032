package io.ebbgate.core.contract;

/** Paths of both programs' HTTP interfaces, and where the sidecar's files lie. */
public final class Paths {
  /** The gateway container's preStop hook: blocks until the hold ends. */
  public static final String DRAIN = "/v1/drain";

  /** The sidecar's own preStop hook: the pod is being deleted; returns at once. */
  public static final String TERMINATING = "/v1/terminating";

  /** Begins the preStop hook of a container that stops after the gateway; its name follows. */
  public static final String HOLD = "/v1/hold/";

  /** Lowers the granted grace. */
  public static final String DEADLINE = "/v1/deadline";

  /** Whether the load balancer still has the pod, by {@code PUT}. */
  public static final String REGISTRATION = "/v1/registration";

  /**
   * On the sidecar's hook port, by {@code GET}: drains of listeners that cut connections, though
   * the pod stays. On the webhook's plain port, by {@code POST}: a sidecar has new ones.
   */
  public static final String LISTENER_DRAINS = "/v1/listener-drains";

  /** State and last verdict, on the control port. */
  public static final String STATUS = "/v1/status";

  /** Envoy's listeners, on the control port. */
  public static final String LISTENERS = "/v1/listeners";

  /** Follows a listener's name, of which each slash may be {@code %2F}: closes its connections. */
  public static final String CLOSE = "/close";

  /** Follows a listener's name likewise: where its clients are led. */
  public static final String ROUTE = "/route";

  /** Liveness of either program. */
  public static final String HEALTHZ = "/healthz";

  /** Readiness of the webhook. */
  public static final String READYZ = "/readyz";

  /** Metrics of either program. */
  public static final String METRICS = "/metrics";

  /** Admission reviews. */
  public static final String MUTATE = "/mutate";

  /** Those of namespaces whose Pod Security allows everything, as the registration selects them. */
  public static final String MUTATE_PRIVILEGED = MUTATE + "/privileged";

  /** Kubernetes' default for {@code terminationMessagePath}. */
  public static final String TERMINATION_LOG = "/dev/termination-log";

  /** Where the memory-backed state volume is mounted in the sidecar. */
  public static final String STATE_DIR = "/var/run/ebbgate";

  /** The file in the state folder that says this sidecar drained this Envoy. */
  public static final String MARKER_FILE = "draining";

  private Paths() {}
}
