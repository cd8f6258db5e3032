package io.ebbgate.tool.load;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/** What the clients saw; every client writes, anyone may read at any time. */
public final class Ledger {
  private final Retention keep;
  private final Queue<Exchange> exchanges = new ConcurrentLinkedQueue<>();
  private final ConcurrentMap<CleanClose, LongAdder> partings = new ConcurrentHashMap<>();
  private final ConcurrentMap<Ending, LongAdder> endings = new ConcurrentHashMap<>();
  private final Histogram latencies = new Histogram();

  public Ledger() {
    this(Retention.ALL);
  }

  Ledger(Retention keep) {
    this.keep = keep;
  }

  void add(Exchange exchange) {
    Ending ending = exchange.ending();
    if (keep.keeps(ending)) {
      exchanges.add(exchange);
    }
    endings.computeIfAbsent(ending, _ -> new LongAdder()).increment();
    if (exchange.kind().quick() && !ending.failed()) {
      latencies.add(exchange.latency());
    }
  }

  void add(CleanClose parting) {
    partings.computeIfAbsent(parting, _ -> new LongAdder()).increment();
  }

  /** Requests that have ended. */
  public long requests() {
    return count(_ -> true);
  }

  /** Requests that have failed. */
  public long failed() {
    return count(Ending::failed);
  }

  /** Requests whose connection or stream was cut. */
  long severed() {
    return count(Ending::severed);
  }

  /** How many requests ended in each way that has occurred. */
  Map<Ending, Long> endings() {
    Map<Ending, Long> counts = new EnumMap<>(Ending.class);
    endings.forEach((ending, count) -> counts.put(ending, count.sum()));
    return counts;
  }

  /** Of answered quick requests, rounded up by a 64th at most. */
  Latency latency() {
    return latencies.latency();
  }

  /** Connections that ended without harm in this way. */
  public long cleanCloses(CleanClose parting) {
    LongAdder count = partings.get(parting);
    return count == null ? 0 : count.sum();
  }

  /** Every request that has ended and is kept, in the order they did. */
  public List<Exchange> exchanges() {
    return List.copyOf(exchanges);
  }

  private long count(Predicate<Ending> which) {
    return endings().entrySet().stream()
        .filter(each -> which.test(each.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
