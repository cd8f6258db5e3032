package io.ebbgate.sidecar.metrics;

import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.drain.Reading;
import io.ebbgate.core.verdict.Count;
import io.prometheus.metrics.core.metrics.Counter;
import java.util.Optional;

/** Follows the connections of a drain from one reading to the next. */
final class ConnectionMetrics {
  private static final String DRAINING = "draining";
  private static final String CLOSED = "closed";
  private static final String CUT = "cut";

  /** Both numbers of one reading. */
  private record Seen(long open, long accepted) {
    static Optional<Seen> in(Reading reading) {
      return reading.connections() instanceof Count.Known(long open)
              && reading.accepted() instanceof Count.Known(long accepted)
          ? Optional.of(new Seen(open, accepted))
          : Optional.empty();
    }
  }

  private final Counter transitions;
  private Optional<Seen> last = Optional.empty();

  ConnectionMetrics(MetricFactory factory) {
    transitions =
        factory.counter(
            MetricNames.CONNECTION_TRANSITIONS,
            "Connections by what became of them in drains",
            "state");
    add(DRAINING, 0);
    add(CLOSED, 0);
    add(CUT, 0);
  }

  /** Of a drain; what is not known is counted with the next reading that is. */
  void polled(Reading reading) {
    Seen.in(reading)
        .ifPresent(now -> {
          Seen before = last.orElse(new Seen(0, now.accepted() - now.open()));
          long came = Math.max(0, now.accepted() - before.accepted());
          add(DRAINING, came);
          add(CLOSED, Math.max(0, before.open() + came - now.open()));
          last = Optional.of(now);
        });
  }

  /** The drain is over, and this many are left. */
  void ended(Count left) {
    last = Optional.empty();
    if (left instanceof Count.Known(long cut)) {
      add(CUT, cut);
    }
  }

  private void add(String state, long connections) {
    transitions.labelValues(state).inc((double) connections);
  }
}
