package io.ebbgate.tool.load;

import java.time.Duration;
import java.util.stream.LongStream;

/** Median and 99th percentile of answered requests; both zero where there were none. */
public record Latency(long count, Duration p50, Duration p99) {
  /** Over nanoseconds in any order, by nearest rank. */
  static Latency of(LongStream nanos) {
    long[] sorted = nanos.sorted().toArray();
    return new Latency(sorted.length, rank(sorted, 50), rank(sorted, 99));
  }

  private static Duration rank(long[] sorted, int percent) {
    if (sorted.length == 0) {
      return Duration.ZERO;
    }
    int rank = Math.ceilDiv(sorted.length * percent, 100);
    return Duration.ofNanos(sorted[Math.max(rank, 1) - 1]);
  }
}
