package io.ebbgate.sidecar.drain;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Which Envoy answered, told by how long it had been up.
 *
 * @param at of the answer, in nanoseconds of the ticker
 * @param uptime as it said, in whole seconds
 */
record EnvoySeen(long at, Duration uptime) {
  /** Uptime has no fractions, and the answer took its time. */
  private static final Duration SLACK = Duration.ofSeconds(2);

  EnvoySeen {
    requireNonNull(uptime);
  }

  /**
   * Whether the later answer came from another process. Envoy counts its uptime by the wall clock,
   * so a jump changes it; but a process that replaced this one can't be older than this answer.
   *
   * @param exited nobody listened in between, so one that may have started since did
   */
  boolean replacedBy(EnvoySeen later, boolean exited) {
    Duration between = Duration.ofNanos(later.at - at);
    boolean younger = later.uptime.plus(SLACK).compareTo(uptime.plus(between)) < 0;
    boolean startedSince = later.uptime.compareTo(between.plus(SLACK)) <= 0;
    return (younger || exited) && startedSince;
  }
}
