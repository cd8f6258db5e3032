package io.ebbgate.core.drain;

import io.ebbgate.core.drain.BackgroundTraffic.Arrival;
import io.ebbgate.core.drain.BackgroundTraffic.Last;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * New connections that came at an even period. Several load balancers have a period in common, each
 * at a time of its own: then every connection comes one period after the one that many places
 * before it.
 *
 * @param from the first of them among all arrivals; the ones after it are health checks too
 * @param count how many they are
 * @param perPeriod how many come in each period
 * @param lasted from the first to the last of them
 */
public record HealthChecks(int from, int count, int perPeriod, Duration period, Duration lasted) {
  private static final int MOST_PER_PERIOD = 16;
  private static final Duration SHORTEST_PERIOD = Duration.ofSeconds(1);

  /** More than this many a second, in the mean, are a client's. */
  private static final long MOST_PER_SECOND = 2;

  /** So many times as many connections are needed where polls were too far apart for their time. */
  private static final int WHERE_BLURRED = 6;

  /** The time between two arrivals: not known better than the polls that saw them. */
  private record Gap(long least, long most) {
    static Gap between(Arrival one, Arrival other) {
      return new Gap(other.after() - one.at(), other.at() - one.after());
    }

    Gap and(Gap other) {
      return new Gap(Math.max(least, other.least), Math.min(most, other.most));
    }

    long middle() {
      return (least + most) / 2;
    }

    /** Not empty but for a twentieth of the period, which is left to the checker's own clock. */
    boolean even() {
      return least - most <= middle() / 20;
    }

    boolean precise() {
      return most - least <= middle() / 4;
    }
  }

  /**
   * The latest arrivals, if they are health checks.
   *
   * @param now the last reading: a health check leaves no connection open
   */
  static Optional<HealthChecks> among(List<Arrival> arrivals, Last now) {
    for (int each = 1; each <= MOST_PER_PERIOD && 2 * each < arrivals.size(); each++) {
      Optional<HealthChecks> found = among(arrivals, each, now);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<HealthChecks> among(List<Arrival> arrivals, int each, Last now) {
    int from = arrivals.size() - each;
    int precise = 0;
    Gap period = new Gap(0, Long.MAX_VALUE / 4);
    while (from > 0) {
      Gap gap = Gap.between(arrivals.get(from - 1), arrivals.get(from - 1 + each));
      if (!period.and(gap).even()) {
        break;
      }
      period = period.and(gap);
      // Blurred gaps are of earlier times than precise ones: from before the drain.
      precise += gap.precise() ? 1 : 0;
      from--;
    }
    int count = arrivals.size() - from;
    boolean seen = precise > each || (precise >= each && count >= WHERE_BLURRED * each);
    long nanos = period.middle();
    boolean rare =
        nanos >= SHORTEST_PERIOD.toNanos() && each * 1_000_000_000L <= nanos * MOST_PER_SECOND;
    if (!seen || !rare) {
      return Optional.empty();
    }
    Duration lasted = Duration.ofNanos(arrivals.getLast().at() - arrivals.get(from).at());
    return left(
            arrivals.subList(Math.max(from, arrivals.size() - 2 * each - 1), arrivals.size()), now)
        ? Optional.empty()
        : Optional.of(new HealthChecks(from, count, each, Duration.ofNanos(nanos), lasted));
  }

  /** Whether connections were left open; those that just came may still be at it. */
  private static boolean left(List<Arrival> checks, Last now) {
    long came = checks.stream().filter(check -> check.at() == now.at()).count();
    return now.open() > checks.getFirst().open() + came;
  }

  /** For logs and verdicts. */
  public String sentence() {
    String often =
        perPeriod == 1 ? "at an even period of " : "%d in each period of ".formatted(perPeriod);
    return "%d new connections in %s, %s%s, are taken for health checks; background-connections=%s"
        .formatted(count, tenths(lasted), often, tenths(period), perSecond())
        .concat(" would say so from the start.");
  }

  private String perSecond() {
    return decimal(Math.ceilDiv(perPeriod * 100_000_000_000L, period.toNanos()), 100);
  }

  private static String tenths(Duration time) {
    return decimal((time.toMillis() + 50) / 100, 10) + " s";
  }

  /** So many parts of one as a decimal without zeros at its end. */
  private static String decimal(long parts, int ofOne) {
    StringBuilder text = new StringBuilder().append(parts / ofOne);
    for (long rest = parts % ofOne, unit = ofOne / 10; rest > 0; unit /= 10) {
      text.append(text.indexOf(".") < 0 ? "." : "").append(rest / unit);
      rest %= unit;
    }
    return text.toString();
  }
}
