package io.ebbgate.core.context;

import io.ebbgate.core.config.Seconds;
import io.ebbgate.core.contract.LogLine;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.WireName;
import io.ebbgate.core.drain.EnvoyFacts.Strategy;
import io.ebbgate.core.verdict.Count;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the drain of one version of a listener went, or goes.
 *
 * @param outcome {@code clean} where no connection was cut, {@code forced} where some were, {@code
 *     proxy_exited}; empty while it lasts, and where it is not known
 * @param lasted from when it may have begun
 * @param endedAt when its end was seen, by the wall clock; empty while it lasts
 */
public record ListenerDrainReport(
    DrainContext context, Optional<Outcome> outcome, Duration lasted, Optional<Instant> endedAt) {
  static final String LISTENER = "listener";
  static final String VERSION = "version";
  static final String CUT = "cut";
  static final String UPPER_BOUND = "upperBound";
  static final String ENDED_AT = "endedAt";
  private static final int LONGEST_TEXT = 256;

  /** The report of one that lasts, at a time in nanoseconds of the ticker. */
  public static ListenerDrainReport running(DrainContext context, long at) {
    return new ListenerDrainReport(
        context, outcome(context), lasted(context, at), Optional.empty());
  }

  /**
   * The report of one that is over.
   *
   * @param at in nanoseconds of the ticker
   * @param clock the same by the wall clock
   * @param exited whether Envoy has exited
   */
  public static ListenerDrainReport ended(
      DrainContext context, long at, Instant clock, boolean exited) {
    return new ListenerDrainReport(
        context,
        exited ? Optional.of(Outcome.PROXY_EXITED) : outcome(context),
        lasted(context, at),
        Optional.of(clock.truncatedTo(ChronoUnit.MILLIS)));
  }

  private static Duration lasted(DrainContext context, long at) {
    return context
        .drain()
        .map(drain -> Duration.ofNanos(Math.max(0, at - drain.at())))
        .orElse(Duration.ZERO);
  }

  private static Optional<Outcome> outcome(DrainContext context) {
    return switch (context.cut()) {
      case Count.Known(long cut) -> Optional.of(cut > 0 ? Outcome.FORCED : Outcome.CLEAN);
      case Count.Unknown _ -> Optional.empty();
    };
  }

  /** Its fields as JSON; what is unknown is null. */
  public Map<String, @Nullable Object> fields() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put(LISTENER, text(context.version().listener().name()));
    fields.put(VERSION, text(context.version().version()));
    fields.put("state", WireName.of(context.state()));
    fields.put(
        "scenario", context.drain().map(drain -> WireName.of(drain.scenario())).orElse(null));
    fields.put("strategy", WireName.of(context.kind()));
    fields.put(
        "pace",
        WireName.of(context.drain().map(DrainContext.Drain::pace).orElse(Strategy.GRADUAL)));
    fields.put("verdict", outcome.map(Outcome::wireName).orElse(null));
    fields.put("seconds", Seconds.of(lasted));
    fields.put("connections", number(context.entered()));
    fields.put("open", number(context.open()));
    fields.put("closed", number(context.closed()));
    fields.put(CUT, number(context.cut()));
    fields.put(UPPER_BOUND, context.upperBound());
    fields.put(ENDED_AT, endedAt.map(Instant::toString).orElse(null));
    return fields;
  }

  private static String text(String text) {
    return LogLine.cut(text, LONGEST_TEXT);
  }

  private static @Nullable Object number(Count count) {
    return switch (count) {
      case Count.Known(long value) -> value;
      case Count.Unknown _ -> null;
    };
  }
}
