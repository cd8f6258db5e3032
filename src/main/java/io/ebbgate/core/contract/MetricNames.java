package io.ebbgate.core.contract;

/** Names of both programs' metrics; units are seconds, connections, requests. */
public final class MetricNames {
  /** Every name of ours starts with it. */
  public static final String PREFIX = "ebbgate_";

  /** 1 for the phase the sidecar is in, 0 for the others; label {@code phase}. */
  public static final String DRAIN_PHASE = PREFIX + "drain_phase";

  /** How long each phase lasted; label {@code phase}. */
  public static final String DRAIN_PHASE_DURATION = PREFIX + "drain_phase_duration_seconds";

  /** Connections open on counted listeners; NaN where unknown. */
  public static final String CONNECTIONS_ACTIVE = PREFIX + "connections_active";

  /** Requests in flight on counted listeners; NaN where unknown. */
  public static final String REQUESTS_ACTIVE = PREFIX + "requests_active";

  /** Connections open on counted listeners while a drain runs, NaN where unknown; else 0. */
  public static final String DRAIN_CONNECTIONS_ACTIVE = PREFIX + "drain_connections_active";

  /** Drains that ended; labels {@code outcome} and {@code trigger}. */
  public static final String DRAINS = PREFIX + "drains_total";

  /** Drains whose time was up before their work was done; label {@code outcome}. */
  public static final String DRAIN_TIMEOUTS = PREFIX + "drain_timeouts_total";

  /** Drains by the call that told the clients, or {@code none}; label {@code strategy}. */
  public static final String DRAIN_STRATEGY_USAGE = PREFIX + "drain_strategy_usage_total";

  /** From the hook to its answer. */
  public static final String DRAIN_DURATION = PREFIX + "drain_duration_seconds";

  /** The longest the last drain could have been. */
  public static final String DRAIN_BUDGET = PREFIX + "drain_budget_seconds";

  /** The part of its budget the last drain used. */
  public static final String DRAIN_BUDGET_USED = PREFIX + "drain_budget_used_ratio";

  /** Calls of Envoy's admin interface; labels {@code path} and {@code code}. */
  public static final String ADMIN_REQUESTS = PREFIX + "admin_requests_total";

  /** How long such a call took; label {@code path}. */
  public static final String ADMIN_REQUEST_DURATION = PREFIX + "admin_request_duration_seconds";

  /** Calls without an answer since the last one with. */
  public static final String ADMIN_CONSECUTIVE_FAILURES = PREFIX + "admin_consecutive_failures";

  /** Hooks without the pod's token. */
  public static final String HOOKS_REFUSED = PREFIX + "hooks_refused_total";

  /** Failed health checks of an earlier run that were taken back. */
  public static final String RECOVERIES = PREFIX + "recoveries_total";

  /** Log lines that nobody took. */
  public static final String LOG_LINES_DROPPED = PREFIX + "log_lines_dropped_total";

  /** 1; label {@code version}. */
  public static final String BUILD_INFO = PREFIX + "build_info";

  /** Reviews the webhook answered; labels {@code outcome} and {@code reason}. */
  public static final String ADMISSION_REQUESTS = PREFIX + "admission_requests_total";

  /** From a review's last byte to its answer; label {@code outcome}. */
  public static final String ADMISSION_DURATION = PREFIX + "admission_duration_seconds";

  /** Reviews being answered. */
  public static final String ADMISSION_IN_FLIGHT = PREFIX + "admission_in_flight";

  /** Requests that were no review; label {@code reason}. */
  public static final String ADMISSION_REJECTED_BODIES = PREFIX + "admission_rejected_bodies_total";

  /** Patches that did not pass their own check; the pod was left as it is. */
  public static final String ADMISSION_SELF_CHECK_FAILURES =
      PREFIX + "admission_self_check_failures_total";

  /** When the certificate that is shown ends, in seconds since 1970. */
  public static final String CERTIFICATE_NOT_AFTER =
      PREFIX + "certificate_not_after_timestamp_seconds";

  /** 1 while something is wrong with certificates. */
  public static final String CERTIFICATE_PROBLEM = PREFIX + "certificate_problem";

  /** Certificates that were shown anew. */
  public static final String CERTIFICATE_RENEWALS = PREFIX + "certificate_renewals_total";

  /** Authorities that this replica made. */
  public static final String AUTHORITY_RENEWALS = PREFIX + "authority_renewals_total";

  private MetricNames() {}
}
