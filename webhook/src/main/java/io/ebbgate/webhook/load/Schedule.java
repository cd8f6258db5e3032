package io.ebbgate.webhook.load;

import io.ebbgate.core.lifecycle.Ticker;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Intended send times of one client, evenly spaced until an end that many clients share. */
final class Schedule {
  private final long interval;
  private final AtomicLong end;
  private long next;

  Schedule(long first, long interval, AtomicLong end) {
    this.next = first;
    this.interval = interval;
    this.end = end;
  }

  /** The next intended time, or empty when the end is reached. */
  OptionalLong next() {
    long due = next;
    next += interval;
    return isDue(due) ? OptionalLong.of(due) : OptionalLong.empty();
  }

  /** Whether a time is still before the end, which may have been moved. */
  boolean isDue(long time) {
    return time - end.get() < 0;
  }

  /** Returns at that time of the ticker, at once if it has passed. */
  static void sleepUntil(long nanos, Ticker ticker) {
    for (long left = nanos - ticker.nanos(); left > 0; left = nanos - ticker.nanos()) {
      LockSupport.parkNanos(left);
    }
  }
}
