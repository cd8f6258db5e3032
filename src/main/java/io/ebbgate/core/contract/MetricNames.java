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

  /** From the hook to its answer. */
  public static final String DRAIN_DURATION = PREFIX + "drain_duration_seconds";

  /** Drains that began; label {@code trigger}. */
  public static final String DRAINS_STARTED = PREFIX + "drains_started_total";

  /** When the last drain began, in seconds since 1970; 0 for never. */
  public static final String DRAIN_LAST_START = PREFIX + "drain_last_start_timestamp_seconds";

  /** The grace that the pod's own specification grants. */
  public static final String DRAIN_GRACE = PREFIX + "drain_grace_period_seconds";

  /** Old versions of listeners and filter chains that still have clients; NaN where unknown. */
  public static final String LISTENER_VERSIONS_DRAINING = PREFIX + "listener_versions_draining";

  /** Versions of counted listeners that Envoy has; label {@code state}. */
  public static final String LISTENER_VERSIONS_ACTIVE = PREFIX + "listener_versions_active";

  /** How long the drain of a version of a listener took; label {@code scenario}. */
  public static final String LISTENER_DRAIN_DURATION = PREFIX + "listener_drain_duration_seconds";

  /** Connections open on versions that drain; NaN where unknown; label {@code scenario}. */
  public static final String LISTENER_DRAIN_CONNECTIONS =
      PREFIX + "listener_drain_connections_active";

  /** Drains of versions of listeners that ended by cutting; label {@code scenario}. */
  public static final String LISTENER_DRAIN_TIMEOUTS = PREFIX + "listener_drain_timeouts_total";

  /** Connections by what became of them in drains; labels {@code from} and {@code to}. */
  public static final String CONNECTION_TRANSITIONS = PREFIX + "connection_state_transitions_total";

  /**
   * Drains of versions of listeners by their strategy; labels {@code pace}, {@code scenario},
   * {@code strategy}.
   */
  public static final String DRAIN_STRATEGY_USAGE = PREFIX + "drain_strategy_usage_total";

  /** The longest the last drain could have been. */
  public static final String DRAIN_BUDGET = PREFIX + "drain_budget_seconds";

  /** The part of its budget the last drain used. */
  public static final String DRAIN_BUDGET_USED = PREFIX + "drain_budget_used_ratio";

  /** Calls of Envoy's admin interface; labels {@code path} and {@code code}. */
  public static final String ADMIN_REQUESTS = PREFIX + "admin_requests_total";

  /** How long such a call took; label {@code path}. */
  public static final String ADMIN_REQUEST_DURATION = PREFIX + "admin_request_duration_seconds";

  /** Consecutive calls without an answer. */
  public static final String ADMIN_CONSECUTIVE_FAILURES = PREFIX + "admin_consecutive_failures";

  /** Mutating admin paths that a drain needs and that Envoy forbids; NaN until it is known. */
  public static final String ADMIN_PATHS_FORBIDDEN = PREFIX + "admin_paths_forbidden";

  /**
   * Statistics that a drain counts by and that Envoy doesn't keep of its listeners; NaN until it is
   * known.
   */
  public static final String STATISTICS_MISSING = PREFIX + "statistics_missing";

  /** 1 if connections can be closed by force, 0 if not; NaN where {@code force-close} is off. */
  public static final String FORCE_CLOSE_AVAILABLE = PREFIX + "force_close_available";

  /** Connections that drains closed by force; label {@code protocol}. */
  public static final String CONNECTIONS_FORCE_CLOSED = PREFIX + "connections_force_closed_total";

  /**
   * 1 if connections of a listener can be closed on demand, 0 if not; NaN where the pod does not
   * request it.
   */
  public static final String SELECTIVE_CLOSE_AVAILABLE = PREFIX + "selective_close_available";

  /** Connections that calls of the control port closed. */
  public static final String CONNECTIONS_SELECTIVELY_CLOSED =
      PREFIX + "connections_selectively_closed_total";

  /** Calls that close connections and that have ended; label {@code result}. */
  public static final String SELECTIVE_CLOSES = PREFIX + "selective_closes_total";

  /** Listeners whose connections are being closed, as they come or over a time. */
  public static final String LISTENERS_CLOSING = PREFIX + "listeners_closing";

  /** Seconds for which new connections of a listener were closed as they came. */
  public static final String LISTENERS_KEPT_CLOSED = PREFIX + "listeners_kept_closed_seconds_total";

  /** Hooks without the pod's token. */
  public static final String HOOKS_REFUSED = PREFIX + "hooks_refused_total";

  /** Connections and requests of the sidecar's ports that were refused; label {@code cause}. */
  public static final String REQUESTS_REFUSED = PREFIX + "requests_refused_total";

  /** Failed health checks of an earlier run that were undone. */
  public static final String READINESS_RESTORED = PREFIX + "readiness_restored_total";

  /** Log lines dropped because standard output was not read. */
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

  /** Connections open at the webhook; label {@code port}. */
  public static final String CONNECTIONS_OPEN = PREFIX + "server_connections";

  /** Connections that the webhook closed; labels {@code port} and {@code cause}. */
  public static final String CONNECTIONS_CLOSED = PREFIX + "server_connections_closed_total";

  /** Pods that were given a drain; label {@code profile}. */
  public static final String ADMISSION_INJECTED = PREFIX + "admission_injected_total";

  /** Operations of the patches that were answered. */
  public static final String ADMISSION_PATCH_OPERATIONS = PREFIX + "admission_patch_operations";

  /** Warnings returned with reviews. */
  public static final String ADMISSION_WARNINGS = PREFIX + "admission_warnings_total";

  /** Patches that failed the self-check; the pod was admitted unchanged. */
  public static final String ADMISSION_SELF_CHECK_FAILURES =
      PREFIX + "admission_self_check_failures_total";

  /** Serving certificate's notBefore, Unix seconds. */
  public static final String CERTIFICATE_NOT_BEFORE =
      PREFIX + "certificate_not_before_timestamp_seconds";

  /** Serving certificate's notAfter, Unix seconds. */
  public static final String CERTIFICATE_NOT_AFTER =
      PREFIX + "certificate_not_after_timestamp_seconds";

  /** 1 while something is wrong with certificates. */
  public static final String CERTIFICATE_PROBLEM = PREFIX + "certificate_problem";

  /** Rotations of the serving certificate. */
  public static final String CERTIFICATE_RENEWALS = PREFIX + "certificate_renewals_total";

  /** CA certificates issued by this replica. */
  public static final String CA_RENEWALS = PREFIX + "ca_renewals_total";

  /** Drains of deleted pods, as the observer reports them. */
  public static final String DRAIN_RESULTS = PREFIX + "drain_results_total";

  /** Connections open when gateways were stopped. */
  public static final String DRAIN_CONNECTIONS_LEFT = PREFIX + "drain_connections_left_total";

  /** Requests in flight when gateways were stopped. */
  public static final String DRAIN_REQUESTS_LEFT = PREFIX + "drain_requests_left_total";

  /** From the hook to its answer, of drains that the observer reported. */
  public static final String DRAIN_HOLD = PREFIX + "drain_hold_seconds";

  /** The part of its budget that a drain used, of drains that the observer reported. */
  public static final String DRAIN_USED = PREFIX + "drain_used_ratio";

  /** Injected pods that are watched. */
  public static final String INJECTED_PODS = PREFIX + "injected_pods";

  /** Injected pods that are being deleted. */
  public static final String TERMINATING_PODS = PREFIX + "terminating_pods";

  /** Those of them whose sidecar has not started for a minute; label {@code reason}. */
  public static final String SIDECARS_NOT_STARTED = PREFIX + "sidecars_not_started";

  /** Gateway pods that would be injected and are not; labels {@code namespace}, {@code reason}. */
  public static final String INJECTION_GAP = PREFIX + "injection_gap_pods";

  /** When this replica last listed such pods, in seconds since 1970; 0 for never. */
  public static final String INJECTION_GAP_LAST_CHECK =
      PREFIX + "injection_gap_last_check_timestamp_seconds";

  /** 1 while the watch of injected pods is connected. */
  public static final String OBSERVER_WATCHING = PREFIX + "observer_watching";

  /** 1 for the leader. */
  public static final String LEADER = PREFIX + "leader";

  /** Drain reports that are not published yet. */
  public static final String DRAIN_REPORTS_PENDING = PREFIX + "drain_reports_pending";

  /** Drain reports given up because they could not be published in time. */
  public static final String DRAIN_REPORTS_DROPPED = PREFIX + "drain_reports_dropped_total";

  /** Drains whose Event's name had an Event that no replica wrote. */
  public static final String DRAIN_EVENTS_FOREIGN = PREFIX + "drain_events_foreign_total";

  /** Resident memory of the process, under its usual name. */
  public static final String PROCESS_MEMORY = "process_resident_memory_bytes";

  /** CPU time of the process, under its usual name. */
  public static final String PROCESS_CPU = "process_cpu_seconds_total";

  /** When the process began, in seconds since 1970, under its usual name. */
  public static final String PROCESS_START = "process_start_time_seconds";

  /** Files and sockets that the process has open, under their usual name. */
  public static final String PROCESS_FILES = "process_open_fds";

  private MetricNames() {}
}
