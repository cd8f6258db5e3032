package io.ebbgate.tool.load;

import io.ebbgate.webhook.load.Ending;
import io.ebbgate.webhook.load.Exchange;
import io.ebbgate.webhook.load.Kind;
import io.ebbgate.webhook.load.Latency;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The sum of a run: failures by cause, cut connections and streams by kind, and latency of quick
 * requests ({@link Kind#quick}) in and out of a time window.
 */
public record Tally(
    long requests,
    Map<Ending, Long> failures,
    Map<Kind, Long> severedByKind,
    Latency inside,
    Latency outside) {
  public Tally {
    failures = Collections.unmodifiableMap(new EnumMap<>(failures));
    severedByKind = Collections.unmodifiableMap(new EnumMap<>(severedByKind));
  }

  /** Sums; a request is inside if it was intended for {@code from} to {@code to}. */
  public static Tally of(List<Exchange> exchanges, long from, long to) {
    Map<Ending, Long> failures = new EnumMap<>(Ending.class);
    for (Ending ending : Ending.values()) {
      if (ending.failed()) {
        failures.put(ending, exchanges.stream().filter(e -> e.ending() == ending).count());
      }
    }
    Map<Kind, Long> severed = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      severed.put(
          kind, exchanges.stream().filter(e -> e.kind() == kind && e.ending().severed()).count());
    }
    return new Tally(
        exchanges.size(),
        failures,
        severed,
        latency(exchanges, from, to, true),
        latency(exchanges, from, to, false));
  }

  /** Failures of every cause. */
  public long failed() {
    return sum(failures);
  }

  /** Cut connections and streams of every kind. */
  public long severed() {
    return sum(severedByKind);
  }

  private static long sum(Map<?, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static Latency latency(List<Exchange> exchanges, long from, long to, boolean inside) {
    return Latency.of(
        exchanges.stream()
            .filter(e -> e.kind().quick() && !e.ending().failed())
            .filter(e -> (e.intended() - from >= 0 && to - e.intended() >= 0) == inside)
            .mapToLong(Exchange::latency));
  }
}
