package io.ebbgate.sidecar.drain;

import java.time.Duration;
import java.util.Optional;

/**
 * What was said of the pod's end shortly before or after the hook: that it is being deleted, and
 * how much grace it got.
 */
final class Foreknown {
  /** So long such a word holds without a hook. */
  static final Duration KEPT = Duration.ofSeconds(30);

  private record Grace(long at, Duration granted) {}

  private Optional<Long> terminatingAt = Optional.empty();
  private Optional<Long> refusedAt = Optional.empty();
  private Optional<Grace> grace = Optional.empty();

  void terminating(long at) {
    terminatingAt = Optional.of(at);
  }

  void refused(long at) {
    refusedAt = Optional.of(at);
  }

  /** The shorter of two words holds: a deadline only ever gets shorter. */
  void grace(long at, Duration granted) {
    boolean longer =
        grace
            .filter(known -> fresh(known.at, at) && known.granted.compareTo(granted) <= 0)
            .isPresent();
    if (!longer) {
      grace = Optional.of(new Grace(at, granted));
    }
  }

  /** Whether the pod is being deleted, as far as was said by now. */
  boolean isTerminating(long at) {
    return terminatingAt.filter(since -> fresh(since, at)).isPresent();
  }

  /** Whether a hook without the token came lately. */
  boolean wasRefused(long at) {
    return refusedAt.filter(since -> fresh(since, at)).isPresent();
  }

  /** The grace of the drain at hand: what was said, where that is less than the pod's spec. */
  Duration granted(long at, Duration spec) {
    Optional<Duration> said = grace.filter(known -> fresh(known.at, at)).map(Grace::granted);
    return said.filter(granted -> granted.compareTo(spec) < 0).orElse(spec);
  }

  /** A word about the grace belongs to one drain, which is over. */
  void spent() {
    grace = Optional.empty();
  }

  private static boolean fresh(long since, long at) {
    return at - since <= KEPT.toNanos();
  }
}
