package io.ebbgate.core.contract;

/** Annotations on pods and namespaces. Settings have theirs in {@link Setting#annotation()}. */
public final class Annotations {
  /** Our domain; every annotation and label of ours starts with it. */
  public static final String PREFIX = "ebbgate.io/";

  /** Which profile to use, instead of detection: a name such as {@code envoy} or {@code istio}. */
  public static final String PROFILE = PREFIX + "profile";

  /** {@code agent}, {@code sleep}, {@code env}, {@code report} or {@code off}. */
  public static final String MODE = PREFIX + "mode";

  /** Name of the gateway container, where a profile can't know it. */
  public static final String CONTAINER = PREFIX + "container";

  /** Envoy's admin address: {@code 127.0.0.1:9901}, {@code pod:9901} or {@code unix:/path}. */
  public static final String ADMIN_ADDRESS = PREFIX + "admin-address";

  /** Where the sidecar's control port listens: {@code 127.0.0.1:15981} or {@code pod:15981}. */
  public static final String CONTROL_ADDRESS = PREFIX + "control-address";

  /** What to do with an existing preStop hook: {@code keep} or {@code replace}. */
  public static final String EXISTING_HOOK = PREFIX + "existing-hook";

  /** {@code "true"} takes a pod over from a product that brings its own drain manager. */
  public static final String TAKEOVER = PREFIX + "takeover";

  /**
   * {@code "true"} lets the sidecar close connections by the kernel, as user 0 with the capability
   * NET_ADMIN.
   */
  public static final String SELECTIVE_CLOSE = PREFIX + "selective-close";

  /** Written by the webhook: what was done and why, as JSON. */
  public static final String STATUS = PREFIX + "status";

  /** Written on an Event by the observer: the verdict document, as JSON. */
  public static final String VERDICT = PREFIX + "verdict";

  /** The listeners whose drains cut connections, JSON; on the Event of a configuration update. */
  public static final String LISTENER_DRAINS = PREFIX + "listener-drains";

  /** kubectl's own: the container that {@code kubectl logs} and {@code exec} use. */
  public static final String DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";

  /** Kubernetes' own: what a LimitRange of the namespace set in the pod, for people. */
  public static final String LIMIT_RANGER = "kubernetes.io/limit-ranger";

  private Annotations() {}
}
