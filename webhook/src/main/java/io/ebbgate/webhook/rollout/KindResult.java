package io.ebbgate.webhook.rollout;

import io.ebbgate.webhook.load.CleanClose;
import io.ebbgate.webhook.load.Ending;
import io.ebbgate.webhook.load.Exchange;
import io.ebbgate.webhook.load.Kind;
import io.ebbgate.webhook.load.Latency;
import io.ebbgate.webhook.load.Ledger;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the clients of one kind saw.
 *
 * @param sent requests or sessions
 * @param lost those that failed and were not cut: refused, without an answer in time, or answered
 *     with another status
 * @param severed those whose connection or stream was cut with them in flight
 * @param told connections that were told to end, by {@code Connection: close} or GOAWAY
 * @param before latency of answers up to the beginning of the rollout
 * @param during latency of answers since then
 * @param longest of the answers
 * @param endings failures by their cause
 */
record KindResult(
    Kind kind,
    long sent,
    long lost,
    long severed,
    long told,
    Latency before,
    Latency during,
    Duration longest,
    Map<Ending, Long> endings) {
  KindResult {
    Map<Ending, Long> copy = new EnumMap<>(Ending.class);
    copy.putAll(endings);
    endings = Collections.unmodifiableMap(copy);
  }

  /**
   * Sums what a ledger has of each kind.
   *
   * @param rollout when it began, in nanoseconds of the ledger's ticker
   */
  static List<KindResult> of(Set<Kind> kinds, Ledger ledger, long rollout) {
    List<Exchange> all = ledger.exchanges();
    return kinds.stream()
        .sorted()
        .map(kind ->
            of(
                kind,
                all.stream().filter(each -> each.kind() == kind).toList(),
                ledger.cleanCloses(kind, CleanClose.TOLD_TO_CLOSE),
                rollout))
        .toList();
  }

  static KindResult of(Kind kind, List<Exchange> all, long told, long rollout) {
    Map<Ending, Long> endings = new EnumMap<>(Ending.class);
    all.stream()
        .filter(each -> each.ending().failed())
        .forEach(each -> endings.merge(each.ending(), 1L, Long::sum));
    long failed = endings.values().stream().mapToLong(Long::longValue).sum();
    long severed = all.stream().filter(each -> each.ending().severed()).count();
    return new KindResult(
        kind,
        all.size(),
        failed - severed,
        severed,
        told,
        latency(all, false, rollout),
        latency(all, true, rollout),
        Duration.ofNanos(
            all.stream()
                .filter(each -> !each.ending().failed())
                .mapToLong(KindResult::time)
                .max()
                .orElse(0)),
        endings);
  }

  private static Latency latency(List<Exchange> all, boolean during, long rollout) {
    return Latency.of(
        all.stream()
            .filter(each -> !each.ending().failed())
            .filter(each -> each.done() - rollout >= 0 == during)
            .mapToLong(KindResult::time));
  }

  /** Of a quick one from when it was due, so that a stall hides nothing. */
  private static long time(Exchange exchange) {
    return exchange.kind().quick() ? exchange.latency() : exchange.done() - exchange.sent();
  }

  long failed() {
    return lost + severed;
  }

  long answered() {
    return sent - failed();
  }
}
