package io.ebbgate.sidecar.watch;

import java.time.Duration;

/**
 * An Envoy process, identified by its epoch and its uptime.
 *
 * @param at when it answered, in nanoseconds of the ticker
 * @param uptime as it answered, in whole seconds
 * @param epoch of a hot restart
 */
record EnvoyProcess(long at, Duration uptime, long epoch) {
  /** Uptime has no fractions, and an answer takes a while. */
  private static final Duration SLACK = Duration.ofSeconds(2);

  /**
   * Whether the later answer came from another process. Envoy counts its uptime by the wall clock,
   * so a jump of the clock changes it; but a process that replaced this one can't have been started
   * before this answer.
   *
   * @param exited a connection was refused in between, so a process that may be new is new
   */
  boolean replacedBy(EnvoyProcess later, boolean exited) {
    Duration between = Duration.ofNanos(later.at - at);
    boolean younger = later.uptime.plus(SLACK).compareTo(uptime.plus(between)) < 0;
    boolean startedSince = later.uptime.compareTo(between.plus(SLACK)) <= 0;
    return epoch != later.epoch || ((younger || exited) && startedSince);
  }

  /** Whether the later answer came from one that took over its listeners. */
  boolean succeededBy(EnvoyProcess later) {
    return later.epoch > epoch;
  }
}
