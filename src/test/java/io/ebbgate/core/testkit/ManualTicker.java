package io.ebbgate.core.testkit;

import io.ebbgate.core.lifecycle.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Time that a test moves forward. */
public final class ManualTicker implements Ticker {
  private final AtomicLong nanos;

  public ManualTicker() {
    this(0);
  }

  /**
   * Starts at any time.
   *
   * @param start any number: {@link System#nanoTime()} may be negative too
   */
  public ManualTicker(long start) {
    nanos = new AtomicLong(start);
  }

  @Override
  public long nanos() {
    return nanos.get();
  }

  /**
   * Moves time forward.
   *
   * @throws IllegalArgumentException if the step is negative
   */
  public void advance(Duration step) {
    if (step.isNegative()) {
      throw new IllegalArgumentException("time does not go back by " + step);
    }
    nanos.addAndGet(step.toNanos());
  }
}
