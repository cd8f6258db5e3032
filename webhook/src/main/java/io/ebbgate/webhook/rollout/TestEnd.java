package io.ebbgate.webhook.rollout;

/** How a test ended, each with an exit code; those of sysexits.h where one fits. */
public enum TestEnd {
  /** The pods were replaced, and no client lost anything. */
  NOTHING_LOST(0),
  /** A client lost something while pods were replaced. */
  LOST(1),
  /** A client lost something before any pod was replaced; none was. */
  NOT_CLEAN(10),
  /** Nothing was lost, but not all pods were replaced within the deadline. */
  NOT_FINISHED(11),
  /** The user did not agree, or the target looks like production; nothing was done. */
  NOT_AGREED(16),
  /** There is no such workload, or it has no pod. */
  NO_WORKLOAD(66),
  /** No address of the target can be reached from here. */
  UNREACHABLE(69),
  /** Not all of its pods are ready, or another rollout runs or has begun; no pod was touched. */
  NOT_READY(75),
  /** The user interrupted it; what was measured until then is printed. */
  INTERRUPTED(130);

  private final int exitCode;

  TestEnd(int exitCode) {
    this.exitCode = exitCode;
  }

  /** Of the command. */
  public int exitCode() {
    return exitCode;
  }
}
