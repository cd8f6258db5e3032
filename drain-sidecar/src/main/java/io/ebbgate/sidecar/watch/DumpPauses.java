package io.ebbgate.sidecar.watch;

import java.time.Duration;

/**
 * When Envoy may be asked for a config dump again. A dump stops its main thread while it is
 * written: after one, it is left alone for some times as long; after one that failed, for longer
 * with each.
 */
final class DumpPauses {
  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** A dump may take this part of Envoy's main thread. */
  private static final int SHARE = 20;

  private boolean asked;
  private long next;
  private Duration pause = Duration.ZERO;

  /** Whether it may be asked for one, at this time in nanoseconds of the ticker. */
  boolean due(long now) {
    return !asked || now - next >= 0;
  }

  /** Whether the last one failed. */
  boolean failing() {
    return pause.isPositive();
  }

  void succeeded(long now, Duration took) {
    pause = Duration.ZERO;
    pauseUntil(now + took.toNanos() * SHARE);
  }

  void failed(long now, Duration took) {
    Duration longer = failing() ? pause.plus(pause) : FIRST;
    pause = longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
    pauseUntil(now + Math.max(pause.toNanos(), took.toNanos() * SHARE));
  }

  private void pauseUntil(long at) {
    asked = true;
    next = at;
  }
}
