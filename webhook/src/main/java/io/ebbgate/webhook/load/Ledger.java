package io.ebbgate.webhook.load;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.HdrHistogram.ConcurrentHistogram;

/** What the clients of a run recorded; any thread may write and read at any time. */
public final class Ledger {
  /** In microseconds, half an hour; what took longer counts as that. */
  private static final long LONGEST = Duration.ofMinutes(30).toNanos() / 1_000;

  /** Which exchanges are kept whole; all of them are counted. */
  public enum Retention {
    ALL,
    /** For runs of millions. */
    FAILURES;

    private boolean keeps(Ending ending) {
      return this == ALL || ending.failed();
    }
  }

  private final Retention retention;
  private final Queue<Exchange> exchanges = new ConcurrentLinkedQueue<>();
  private final ConcurrentMap<CleanClose, ConcurrentMap<Kind, LongAdder>> cleanCloses =
      new ConcurrentHashMap<>();
  private final ConcurrentMap<Ending, LongAdder> endings = new ConcurrentHashMap<>();
  private final ConcurrentMap<Kind, LongAdder> reconnections = new ConcurrentHashMap<>();
  private final ConcurrentHistogram micros = new ConcurrentHistogram(LONGEST, 2);

  /** Keeps all. */
  public Ledger() {
    this(Retention.ALL);
  }

  /** Keeps those only. */
  public Ledger(Retention retention) {
    this.retention = retention;
  }

  void add(Exchange exchange) {
    Ending ending = exchange.ending();
    if (retention.keeps(ending)) {
      exchanges.add(exchange);
    }
    endings.computeIfAbsent(ending, _ -> new LongAdder()).increment();
    if (exchange.kind().quick() && !ending.failed()) {
      micros.recordValue(Math.clamp(exchange.latency() / 1_000, 0, LONGEST));
    }
  }

  void add(Kind kind, CleanClose close) {
    cleanCloses
        .computeIfAbsent(close, _ -> new ConcurrentHashMap<>())
        .computeIfAbsent(kind, _ -> new LongAdder())
        .increment();
  }

  /** A client has a connection that works again, after one that was cut. */
  void reconnected(Kind kind) {
    reconnections.computeIfAbsent(kind, _ -> new LongAdder()).increment();
  }

  /** How many clients have connected again after a cut, by the kinds that have. */
  public Map<Kind, Long> reconnections() {
    return counts(reconnections, Kind.class);
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
  public long severed() {
    return count(Ending::severed);
  }

  /** How many requests ended in each way that has occurred. */
  public Map<Ending, Long> endings() {
    return counts(endings, Ending.class);
  }

  /** Of answered quick requests, by nearest rank, rounded up by a 64th at most. */
  public Latency latency() {
    return new Latency(micros.getTotalCount(), percentile(50), percentile(99));
  }

  /** Connections that ended without harm in this way. */
  public long cleanCloses(CleanClose close) {
    return cleanCloses().getOrDefault(close, 0L);
  }

  /** Connections that ended without harm, by the ways that have occurred. */
  public Map<CleanClose, Long> cleanCloses() {
    Map<CleanClose, Long> counts = new EnumMap<>(CleanClose.class);
    cleanCloses.forEach((close, kinds) ->
        counts.put(close, kinds.values().stream().mapToLong(LongAdder::sum).sum()));
    return counts;
  }

  /** Connections of that kind that ended without harm in this way. */
  public long cleanCloses(Kind kind, CleanClose close) {
    LongAdder count = cleanCloses.getOrDefault(close, new ConcurrentHashMap<>()).get(kind);
    return count == null ? 0 : count.sum();
  }

  /** Every request that has ended and is kept, in the order they did. */
  public List<Exchange> exchanges() {
    return List.copyOf(exchanges);
  }

  private Duration percentile(int percent) {
    return Duration.ofNanos(micros.getValueAtPercentile(percent) * 1_000);
  }

  private long count(Predicate<Ending> which) {
    return endings().entrySet().stream()
        .filter(each -> which.test(each.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static <E extends Enum<E>> Map<E, Long> counts(Map<E, LongAdder> adders, Class<E> type) {
    Map<E, Long> counts = new EnumMap<>(type);
    adders.forEach((each, count) -> counts.put(each, count.sum()));
    return counts;
  }
}
