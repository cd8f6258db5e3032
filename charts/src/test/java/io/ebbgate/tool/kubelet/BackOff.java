package io.ebbgate.tool.kubelet;

import java.time.Duration;

/**
 * The kubelet's crash back-off.
 *
 * @param first before the second restart; the first comes at once
 * @param most for any number of crashes
 */
record BackOff(Duration first, Duration most) {
  static final BackOff KUBELET = new BackOff(Duration.ofSeconds(10), Duration.ofMinutes(5));

  /**
   * From a crash to the restart: at once, then {@code first}, doubled each time.
   *
   * @param restarts before this one
   */
  Duration after(int restarts) {
    if (restarts == 0) {
      return Duration.ZERO;
    }
    Duration delay = first;
    for (int doubled = 1; doubled < restarts && delay.compareTo(most) < 0; doubled++) {
      delay = delay.multipliedBy(2);
    }
    return delay.compareTo(most) < 0 ? delay : most;
  }

  /** Whether a container that ran that long starts again at the first delay with its next crash. */
  boolean forgives(Duration ran) {
    return ran.compareTo(most.multipliedBy(2)) > 0;
  }
}
