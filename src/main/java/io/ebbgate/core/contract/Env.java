package io.ebbgate.core.contract;

/** The sidecar's environment. Settings have their names in {@link Setting#env()}. */
public final class Env {
  /** Every name of ours starts with it. */
  public static final String PREFIX = "EBBGATE_";

  /** The pod's own address, from the downward API ({@code status.podIP}). */
  public static final String POD_IP = PREFIX + "POD_IP";

  /** The pod's name, from the downward API. */
  public static final String POD_NAME = PREFIX + "POD_NAME";

  /** The pod's namespace, from the downward API. */
  public static final String POD_NAMESPACE = PREFIX + "POD_NAMESPACE";

  /** Envoy's admin interface: {@code host:port} or {@code unix:/path}. */
  public static final String ADMIN = PREFIX + "ADMIN";

  /** Where the hook listens, {@code host:port}; {@code $(EBBGATE_POD_IP):15980} in a pod. */
  public static final String HOOK_ADDRESS = PREFIX + "HOOK_ADDRESS";

  /** Where the control port listens, {@code host:port}. */
  public static final String CONTROL_ADDRESS = PREFIX + "CONTROL_ADDRESS";

  /** The pod's token; the same as in the hook's header. */
  public static final String TOKEN = PREFIX + "TOKEN";

  /** {@code native} or {@code classic}: how the kubelet stops the sidecar. */
  public static final String SIDECAR = PREFIX + "SIDECAR";

  /** The pod's {@code terminationGracePeriodSeconds} as a duration, {@code 75s}. */
  public static final String GRACE_PERIOD = PREFIX + "GRACE_PERIOD";

  /** Grace of the gateway container's probes, where they have their own, as a duration. */
  public static final String RESTART_GRACE = PREFIX + "RESTART_GRACE";

  /** The pod's own probes of listeners: {@code 8080@10s,15021@15s} (port and period). */
  public static final String PROBES = PREFIX + "PROBES";

  /**
   * How long the kubelet needs at least to see that readiness fails, as a duration: the failures
   * that the gateway's readiness probe takes before the one that counts, times its period.
   */
  public static final String READINESS_LAG = PREFIX + "READINESS_LAG";

  /** Ports of readiness and metrics listeners, not counted: {@code 15021,15090}. */
  public static final String IGNORE_PORTS = PREFIX + "IGNORE_PORTS";

  /** The profile's name, for logs and the verdict. */
  public static final String PROFILE = PREFIX + "PROFILE";

  /**
   * The webhook's health and metrics port, {@code host:port}, which is notified when an update of
   * Envoy's configuration has cut connections; unset notifies nothing.
   */
  public static final String OBSERVER_ADDRESS = PREFIX + "OBSERVER_ADDRESS";

  /** What is called before the gateway is released: {@code 127.0.0.1:15020/drain}. */
  public static final String RELEASE_CALL = PREFIX + "RELEASE_CALL";

  /**
   * In a pod that requests {@link Annotations#SELECTIVE_CLOSE}: {@code on}, or why it is refused.
   * The webhook's variable of this name says whether pods may request it at all.
   */
  public static final String SELECTIVE_CLOSE = PREFIX + "SELECTIVE_CLOSE";

  /** Where the termination message is written. */
  public static final String TERMINATION_LOG = PREFIX + "TERMINATION_LOG";

  /** Bytes that the kubelet keeps of a termination message, where that is less than usual. */
  public static final String MESSAGE_LIMIT = PREFIX + "MESSAGE_LIMIT";

  /** A folder for the marker file, on a memory-backed volume. */
  public static final String STATE_DIR = PREFIX + "STATE_DIR";

  private Env() {}
}
