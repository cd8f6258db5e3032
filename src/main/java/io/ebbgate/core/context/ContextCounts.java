package io.ebbgate.core.context;

import io.ebbgate.core.drain.ListenerCounts;
import io.ebbgate.core.verdict.Count;
import java.util.Optional;

/**
 * Connections of one version of a listener while it drains.
 *
 * @param last what its statistics said last; empty as long as nothing is known
 * @param entered connections that were there at the start or came later
 * @param open of them open now; at most so many where another version has the same statistics
 * @param late of them closed since Envoy's drain time was up, so that Envoy closed them
 */
record ContextCounts(Optional<Gauge> last, long entered, long open, long late) {
  /** Both numbers of one reading. */
  record Gauge(long open, Count accepted) {
    static Optional<Gauge> of(Optional<ListenerCounts> counts) {
      return counts.flatMap(found ->
          found.open() instanceof Count.Known(long open)
              ? Optional.of(new Gauge(open, found.accepted()))
              : Optional.empty());
    }

    /** Connections that came since an earlier reading, as far as the numbers show. */
    private long cameSince(Gauge earlier) {
      return accepted instanceof Count.Known(long now)
              && earlier.accepted instanceof Count.Known(long then)
          ? Math.max(0, now - then)
          : Math.max(0, open - earlier.open);
    }
  }

  static final ContextCounts UNKNOWN = new ContextCounts(Optional.empty(), 0, 0, 0);

  /**
   * The counts when a drain begins between two readings.
   *
   * @param before the last reading that surely was before it
   * @param after the first one that may be after it
   * @param shared whether a newer version has the same statistics
   * @param others connections of older versions in the same statistics
   * @param due whether Envoy's time for it may be up already at the second reading
   */
  static ContextCounts begin(
      Optional<Gauge> before, Optional<Gauge> after, boolean shared, long others, boolean due) {
    Optional<Gauge> now = after.or(() -> before);
    if (now.isEmpty()) {
      return UNKNOWN;
    }
    long first = Math.max(0, before.orElse(now.get()).open() - others);
    long second = Math.max(0, now.get().open() - others);
    long start = shared ? first : Math.max(first, second);
    long left = shared ? Math.min(first, second) : second;
    long cut = due && (shared || left == 0) ? start - left : 0;
    return new ContextCounts(now, start, left, cut);
  }

  boolean known() {
    return last.isPresent();
  }

  /** Those that closed before Envoy's time for them was up. */
  long closed() {
    return Math.max(0, entered - open - late);
  }

  /** After one more reading of statistics that are this version's alone. */
  ContextCounts next(Gauge now, boolean due) {
    if (last.isEmpty()) {
      return new ContextCounts(Optional.of(now), now.open(), now.open(), 0);
    }
    long came = Math.max(now.cameSince(last.get()), now.open() - open);
    long went = open + came - now.open();
    // Envoy closes all of them at the same time: what went before the last ones went by itself.
    long cut = !due || went == 0 ? late : now.open() == 0 ? went : 0;
    return new ContextCounts(Optional.of(now), entered + came, now.open(), cut);
  }

  /** After one more reading of statistics that a newer version has too. */
  ContextCounts nextShared(Gauge now, boolean due) {
    if (last.isEmpty()) {
      return new ContextCounts(Optional.of(now), now.open(), now.open(), 0);
    }
    long went = Math.max(0, last.get().open() + now.cameSince(last.get()) - now.open());
    // Once Envoy may have closed them, what goes is taken for theirs.
    long cut = due ? Math.min(open, went) : 0;
    return new ContextCounts(
        Optional.of(now), entered, Math.min(open - cut, now.open()), late + cut);
  }

  /** Connections that were cut at the end of a version that Envoy drained by itself. */
  long cutByEnvoy(boolean shared) {
    return shared ? late : open + late;
  }
}
