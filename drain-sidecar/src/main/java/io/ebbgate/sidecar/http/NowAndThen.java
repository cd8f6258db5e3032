package io.ebbgate.sidecar.http;

import io.ebbgate.core.lifecycle.Ticker;
import java.time.Duration;

/** Says yes once in so long, on any thread. */
final class NowAndThen {
  private final long pause;
  private final Ticker ticker;
  private long next;

  NowAndThen(Duration pause, Ticker ticker) {
    this.pause = pause.toNanos();
    this.ticker = ticker;
    this.next = ticker.nanos();
  }

  synchronized boolean now() {
    long now = ticker.nanos();
    if (now - next < 0) {
      return false;
    }
    next = now + pause;
    return true;
  }
}
