package io.ebbgate.core.switchover;

/** How a switchover ended, each with an exit code of its own. Clients are let in after each. */
public enum SwitchoverEnd {
  /** The route points to the new endpoint, and clients are there and not at the old one. */
  MOVED(0),
  /** There is no pod to begin with. */
  NO_PODS(66),
  /** A pod can't close connections. */
  NOT_CLOSABLE(69),
  /** A pod does not answer. */
  SILENT(68),
  /** Connections were not quiet in time, and were not to be forced. */
  NOT_QUIET(75),
  /** The operator's command failed. */
  COMMAND_FAILED(70),
  /** The deadline came before all connections were closed. */
  NOT_CLOSED(74),
  /** The deadline came before the route pointed to the new endpoint on each pod. */
  NOT_MOVED(76),
  /** The route moved, but connections to the old endpoint are left or none came to the new one. */
  NOT_PROVEN(65),
  /** The operator interrupted it. */
  INTERRUPTED(130);

  private final int exitCode;

  SwitchoverEnd(int exitCode) {
    this.exitCode = exitCode;
  }

  /** Of the command; from sysexits.h where one fits. */
  public int exitCode() {
    return exitCode;
  }
}
