package io.ebbgate.core.close;

import java.time.Duration;

/**
 * When connections of a listener are closed. All but {@code delay} counts from the beginning.
 *
 * @param delay after the request it begins, so that it begins at several gateways at once
 * @param spread those that are there are closed evenly over this
 * @param waitQuiet how long those that may have something in flight have to get quiet
 * @param sparesWorking what has something in flight even then is left alone
 * @param keep how long new connections are closed as they come
 */
public record CloseTiming(
    Duration delay, Duration spread, Duration waitQuiet, boolean sparesWorking, Duration keep) {
  /** What is there is closed at once, and no new connection. */
  public static final CloseTiming AT_ONCE =
      new CloseTiming(Duration.ZERO, Duration.ZERO, Duration.ZERO, false, Duration.ZERO);

  /** Whether more is to do than to close what is there at once. */
  public boolean takesTime() {
    return delay.isPositive() || spread.isPositive() || waitQuiet.isPositive() || keep.isPositive();
  }
}
