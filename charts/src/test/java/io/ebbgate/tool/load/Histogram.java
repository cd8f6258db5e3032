package io.ebbgate.tool.load;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Latencies of any number of requests in little room: microseconds, in buckets that are no wider
 * than a 64th of what is in them. What took more than half an hour counts as that.
 */
final class Histogram {
  /** Values below this have a bucket each. */
  private static final int EXACT = 128;

  private static final int STEPS = EXACT / 2;
  private static final long MOST = (1L << 31) - 1;

  private final AtomicLongArray buckets = new AtomicLongArray(bucket(MOST) + 1);

  void add(long nanos) {
    long micros = Math.clamp(nanos / 1_000, 0, MOST);
    buckets.incrementAndGet(bucket(micros));
  }

  /** By nearest rank, rounded up to the end of a bucket. */
  Latency latency() {
    long count = 0;
    for (int i = 0; i < buckets.length(); i++) {
      count += buckets.get(i);
    }
    return new Latency(count, rank(count, 50), rank(count, 99));
  }

  private Duration rank(long count, int percent) {
    long left = Math.ceilDiv(count * percent, 100);
    for (int i = 0; i < buckets.length() && left > 0; i++) {
      left -= buckets.get(i);
      if (left <= 0) {
        return Duration.ofNanos(greatest(i) * 1_000);
      }
    }
    return Duration.ZERO;
  }

  /** The seven highest bits of a value choose its bucket. */
  private static int bucket(long micros) {
    int shift = Math.max(0, 64 - Long.numberOfLeadingZeros(micros) - 7);
    return shift * STEPS + (int) (micros >> shift);
  }

  private static long greatest(int bucket) {
    int shift = Math.max(0, bucket / STEPS - 1);
    return ((bucket - (long) shift * STEPS + 1) << shift) - 1;
  }
}
