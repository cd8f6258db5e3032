package io.ebbgate.system.load;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** What the clients saw; every client writes, anyone may read at any time. */
public final class Ledger {
  private final Queue<Exchange> exchanges = new ConcurrentLinkedQueue<>();
  private final ConcurrentMap<Parting, LongAdder> partings = new ConcurrentHashMap<>();
  private final LongAdder requests = new LongAdder();
  private final LongAdder failed = new LongAdder();

  void add(Exchange exchange) {
    exchanges.add(exchange);
    requests.increment();
    if (exchange.ending().failed()) {
      failed.increment();
    }
  }

  void add(Parting parting) {
    partings.computeIfAbsent(parting, _ -> new LongAdder()).increment();
  }

  /** Requests that have ended. */
  public long requests() {
    return requests.sum();
  }

  /** Requests that have failed. */
  public long failed() {
    return failed.sum();
  }

  /** Connections that ended without harm in this way. */
  public long parted(Parting parting) {
    LongAdder count = partings.get(parting);
    return count == null ? 0 : count.sum();
  }

  /** Every request that has ended, in the order they did. */
  public List<Exchange> exchanges() {
    return List.copyOf(exchanges);
  }
}
