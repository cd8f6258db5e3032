package io.ebbgate.tool.load;

import io.ebbgate.core.lifecycle.Ticker;
import java.util.concurrent.locks.LockSupport;

/** Waiting for a time on the ticker. */
final class Pause {
  private Pause() {}

  /** Returns at that time, at once if it has passed. */
  static void until(long nanos, Ticker ticker) {
    for (long left = nanos - ticker.nanos(); left > 0; left = nanos - ticker.nanos()) {
      LockSupport.parkNanos(left);
    }
  }
}
