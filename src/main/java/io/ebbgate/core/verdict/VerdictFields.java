package io.ebbgate.core.verdict;

/**
 * Names in a verdict's JSON. They are the same in the hook's answer, the status, the log, the
 * termination message and the Event's annotation.
 */
public final class VerdictFields {
  /** {@link Outcome#wireName()}. */
  public static final String VERDICT = "verdict";

  /** {@code true} while the drain still runs: the outcome of a drain that ends now. */
  public static final String PROVISIONAL = "provisional";

  /** {@code deletion}, {@code restart} or {@code control}. */
  public static final String TRIGGER = "trigger";

  /** From the hook to the answer. */
  public static final String HOLD_SECONDS = "holdSeconds";

  /** The longest it could have been. */
  public static final String BUDGET_SECONDS = "budgetSeconds";

  /** Seconds per phase by its word, in order; an interrupted phase is summed up. */
  public static final String PHASES = "phases";

  /** An object of {@link #START} and {@link #END}; an unknown number is null. */
  public static final String CONNECTIONS = "connections";

  /** An object of {@link #START} and {@link #END}; an unknown number is null. */
  public static final String REQUESTS = "requests";

  /**
   * Connections that the kernel closed for the drain: an object of {@link #HTTP}, {@link #TCP} and
   * {@link #WORKING}; absent where there was none.
   */
  public static final String CLOSED_BY_FORCE = "closedByForce";

  public static final String HTTP = "http";

  public static final String TCP = "tcp";

  /** Of both, those that may have had something in flight. */
  public static final String WORKING = "working";

  /** Where the last numbers come from: {@code statistics}, {@code sock_diag}, {@code proc}. */
  public static final String COUNTED_BY = "countedBy";

  public static final String START = "start";

  public static final String END = "end";

  /** Polls of Envoy's admin interface during the hold. */
  public static final String ADMIN_CALLS = "adminCalls";

  /** Those without an answer. */
  public static final String ADMIN_FAILURES = "adminFailures";

  /** Admin calls that Envoy accepted, in order. */
  public static final String ACTIONS = "actions";

  /** Settings that did not fit into the grace, in the order they were cut. */
  public static final String SHRUNK = "shrunk";

  /** Envoy's version, null where it is unknown. */
  public static final String ENVOY = "envoy";

  /** The plan in one line. */
  public static final String PLAN = "plan";

  /** Sentences about this Envoy. The first to be left out where room is short. */
  public static final String NOTES = "notes";

  /** When the drain began, ISO 8601 in UTC. */
  public static final String STARTED_AT = "startedAt";

  /** The limit of a termination message here, in bytes. */
  public static final int LIMIT = 1024;

  /** What the kubelet keeps of the termination messages of all containers of a pod, in bytes. */
  public static final int LIMIT_OF_POD = 12 * 1024;

  /** A container's part of that, in bytes, by the number of the pod's containers of any kind. */
  public static int share(int containers) {
    return Math.min(LIMIT, LIMIT_OF_POD / Math.max(1, containers));
  }

  private VerdictFields() {}
}
