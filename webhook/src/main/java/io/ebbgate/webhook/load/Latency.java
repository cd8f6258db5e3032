package io.ebbgate.webhook.load;

import java.time.Duration;
import java.util.stream.LongStream;

/** Median and 99th percentile of answered requests; both zero where there were none. */
public record Latency(long count, Duration p50, Duration p99) {
  /** Over nanoseconds in any order, by nearest rank. */
  public static Latency of(LongStream nanos) {
    long[] sorted = nanos.sorted().toArray();
    return new Latency(
        sorted.length,
        Duration.ofNanos(percentile(sorted, 50)),
        Duration.ofNanos(percentile(sorted, 99)));
  }

  /** A percentile by nearest rank; zero where there are no values. */
  public static long percentile(long[] sorted, int percent) {
    if (sorted.length == 0) {
      return 0;
    }
    int rank = Math.ceilDiv(sorted.length * percent, 100);
    return sorted[Math.max(rank, 1) - 1];
  }
}
