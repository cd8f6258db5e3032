package io.ebbgate.core.contract;

/** The webhook's environment. A chart default has its name from {@link #defaultOf}. */
public final class WebhookEnv {
  /** {@code self} or {@code files}: where the server's certificate comes from. */
  public static final String TLS_MODE = Env.PREFIX + "TLS_MODE";

  /** The file of the server's certificate chain, PEM. */
  public static final String TLS_CERT = Env.PREFIX + "TLS_CERT";

  /** The file of the server's key, PEM, PKCS#8. */
  public static final String TLS_KEY = Env.PREFIX + "TLS_KEY";

  /** The Secret in the own namespace that holds the CA. */
  public static final String TLS_SECRET = Env.PREFIX + "TLS_SECRET";

  /** The DNS names of the server, separated by commas. */
  public static final String TLS_NAMES = Env.PREFIX + "TLS_NAMES";

  /** Lifetime of a CA certificate, as a duration. */
  public static final String TLS_CA_LIFETIME = Env.PREFIX + "TLS_CA_LIFETIME";

  /** Lifetime of a serving certificate, as a duration. */
  public static final String TLS_LEAF_LIFETIME = Env.PREFIX + "TLS_LEAF_LIFETIME";

  /** How long API servers get to learn of a new CA before it signs, as a duration. */
  public static final String TLS_CA_PROPAGATION = Env.PREFIX + "TLS_CA_PROPAGATION";

  /**
   * The file of the CAs that sign the API server's client certificate, PEM; unset asks for none.
   */
  public static final String CLIENT_CA = Env.PREFIX + "CLIENT_CA";

  /** The MutatingWebhookConfiguration whose {@code caBundle} is filled. */
  public static final String REGISTRATION = Env.PREFIX + "REGISTRATION";

  /** The Lease of the leader. */
  public static final String LEASE = Env.PREFIX + "LEASE";

  /** {@code true} watches injected pods and reports their drains. */
  public static final String OBSERVER = Env.PREFIX + "OBSERVER";

  /**
   * Where sidecars reach {@link #OPERATIONS_LISTEN} of any replica, {@code host:port}, to notify
   * the observer; unset notifies nothing.
   */
  public static final String OBSERVER_ADDRESS = Env.OBSERVER_ADDRESS;

  /** {@code true} watches LimitRanges, which the sidecar's requests and limits keep to. */
  public static final String LIMIT_RANGES = Env.PREFIX + "LIMIT_RANGES";

  /** {@code true} watches namespaces, whose annotations hold for their pods. */
  public static final String NAMESPACE_SETTINGS = Env.PREFIX + "NAMESPACE_SETTINGS";

  /** The Deployment that owns what is made at run time. */
  public static final String DEPLOYMENT = Env.PREFIX + "DEPLOYMENT";

  /** The own pod's name. */
  public static final String POD_NAME = Env.PREFIX + "POD_NAME";

  /** The Secret of the key that pods' tokens are made with; made where there is none. */
  public static final String TOKEN_SECRET = Env.PREFIX + "TOKEN_SECRET";

  /** The file of the key that pods' tokens are made with. */
  public static final String TOKEN_KEY_FILE = Env.PREFIX + "TOKEN_KEY_FILE";

  /** Where admission reviews are answered, {@code host:port}. */
  public static final String LISTEN = Env.PREFIX + "LISTEN";

  /** Where health and metrics are answered, {@code host:port}. */
  public static final String OPERATIONS_LISTEN = Env.PREFIX + "OPERATIONS_LISTEN";

  /** The webhook's own namespace, which is excluded. */
  public static final String NAMESPACE = Env.PREFIX + "NAMESPACE";

  /** Other excluded namespaces, separated by commas. */
  public static final String EXCLUDED_NAMESPACES = Env.PREFIX + "EXCLUDED_NAMESPACES";

  /** The default mode. */
  public static final String MODE = Env.PREFIX + "MODE";

  /** {@code native} or {@code classic}. */
  public static final String SIDECAR_STYLE = Env.PREFIX + "SIDECAR_STYLE";

  /** The sidecar's image, best by digest. */
  public static final String SIDECAR_IMAGE = Env.PREFIX + "SIDECAR_IMAGE";

  /** Secrets for the sidecar's image that injected pods name, separated by commas. */
  public static final String PULL_SECRETS = Env.PREFIX + "PULL_SECRETS";

  /** A folder of profiles beside the built-in ones. */
  public static final String PROFILES = Env.PREFIX + "PROFILES";

  /** {@code true} refuses pods with a setting that can't be read. */
  public static final String STRICT = Env.PREFIX + "STRICT";

  /** {@code true} lets pods request {@link Annotations#SELECTIVE_CLOSE}. */
  public static final String SELECTIVE_CLOSE = Env.SELECTIVE_CLOSE;

  /** How long reviews are still answered after SIGTERM, as a duration. */
  public static final String STOP_DELAY = Env.PREFIX + "STOP_DELAY";

  private static final String DEFAULT = Env.PREFIX + "DEFAULT_";

  private WebhookEnv() {}

  /** The chart's default for a setting, {@code EBBGATE_DEFAULT_DRAIN_TIMEOUT}. */
  public static String defaultOf(Setting setting) {
    return DEFAULT + setting.env().substring(Env.PREFIX.length());
  }
}
