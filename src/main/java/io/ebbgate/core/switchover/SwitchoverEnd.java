package io.ebbgate.core.switchover;

/**
 * How a switchover ended, each with an exit code of its own. Clients are let in after each. Codes
 * are those of sysexits.h where one fits.
 */
public enum SwitchoverEnd {
  /** The route points to the new endpoint, and clients are there and not at the old one. */
  MOVED(0),
  /** The deadline came before all connections were closed. */
  NOT_CLOSED(10),
  /** Connections were not quiet in time, and were not to be forced. */
  NOT_QUIET(11),
  /** The operator's command failed. */
  COMMAND_FAILED(12),
  /** The deadline came before the route pointed to the new endpoint on each pod. */
  NOT_MOVED(13),
  /** The route moved, but connections to the old endpoint are left or none came to the new one. */
  NOT_PROVEN(14),
  /** The route moved, but the deadline came before each pod had been replaced. */
  NOT_RESTARTED(15),
  /** A pod can't close connections, and a restart was not agreed to. */
  NOT_CLOSABLE(16),
  /** There is no pod to begin with. */
  NO_PODS(66),
  /** A pod does not answer. */
  SILENT(68),
  /** Another switchover keeps the listener closed. */
  BUSY(75),
  /** The operator interrupted it. */
  INTERRUPTED(130);

  private final int exitCode;

  SwitchoverEnd(int exitCode) {
    this.exitCode = exitCode;
  }

  /** Of the command. */
  public int exitCode() {
    return exitCode;
  }
}
