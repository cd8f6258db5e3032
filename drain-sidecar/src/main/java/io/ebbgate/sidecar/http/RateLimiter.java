package io.ebbgate.sidecar.http;

import io.ebbgate.core.lifecycle.Ticker;
import java.time.Duration;

/** Permits one event per interval; for any thread. */
final class RateLimiter {
  private final long interval;
  private final Ticker ticker;
  private long next;

  RateLimiter(Duration interval, Ticker ticker) {
    this.interval = interval.toNanos();
    this.ticker = ticker;
    this.next = ticker.nanos();
  }

  /** Whether the event is permitted now. */
  synchronized boolean tryAcquire() {
    long now = ticker.nanos();
    if (now - next < 0) {
      return false;
    }
    next = now + interval;
    return true;
  }
}
