package io.ebbgate.tool.load;

import io.ebbgate.core.lifecycle.Ticker;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * Nanoseconds since the epoch that only go forward: the wall clock is read once, so that times of
 * several machines can be compared and a correction of this one's clock changes no difference.
 */
record EpochTicker(Ticker ticker, long offset) implements Ticker {
  /** Anchored at the present. */
  static EpochTicker anchored(Ticker ticker, InstantSource clock) {
    long epoch = ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant());
    return new EpochTicker(ticker, epoch - ticker.nanos());
  }

  @Override
  public long nanos() {
    return ticker.nanos() + offset;
  }
}
