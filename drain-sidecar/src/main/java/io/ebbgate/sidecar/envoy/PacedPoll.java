package io.ebbgate.sidecar.envoy;

import io.ebbgate.core.drain.Plan;
import io.ebbgate.core.drain.Reading;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.sidecar.envoy.StatFilter.Kind;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Polls the statistics of a plan: its gauges each time, its counters only as often as what they
 * cost Envoy's main thread allows. For one thread.
 */
public final class PacedPoll {
  /** Counters are left alone for this many times what the last answer with them took. */
  private static final int COUNTERS_PAUSE = 8;

  private final Ticker ticker;
  private StatPoll poll;
  private Plan polled;
  private OptionalLong countersDue = OptionalLong.empty();
  private Duration took = Duration.ZERO;
  private boolean complete;

  public PacedPoll(Plan plan, Ticker ticker) {
    this.ticker = ticker;
    this.polled = plan;
    this.poll = new StatPoll(plan);
  }

  /** Polls once; each call may take what is {@code left} at that time. */
  public AdminResult<Reading> ask(Plan plan, EnvoyAdmin admin, Supplier<Duration> left) {
    if (!plan.equals(polled)) {
      polled = plan;
      poll = new StatPoll(plan);
      countersDue = OptionalLong.empty();
    }
    long began = ticker.nanos();
    complete = countersDue.isEmpty() || began - countersDue.getAsLong() >= 0;
    try {
      return switch (poll.ask(Kind.GAUGES, admin, left)) {
        case AdminResult.Answered<Stats>(Stats gauges) when complete ->
            counted(gauges, admin, left);
        case AdminResult.Answered<Stats>(Stats gauges) ->
            new AdminResult.Answered<>(poll.reading(gauges, "counters are asked for less often"));
        case AdminResult.Status<Stats>(int code) -> new AdminResult.Status<>(code);
        case AdminResult.ConnectionRefused<Stats> _ -> new AdminResult.ConnectionRefused<>();
        case AdminResult.TimedOut<Stats> _ -> new AdminResult.TimedOut<>();
        case AdminResult.Broken<Stats>(String cause) -> new AdminResult.Broken<>(cause);
      };
    } finally {
      took = Duration.ofNanos(ticker.nanos() - began);
    }
  }

  /** After the gauges: what begins between the two is seen at least in the counters. */
  private AdminResult<Reading> counted(Stats gauges, EnvoyAdmin admin, Supplier<Duration> left) {
    long began = ticker.nanos();
    AdminResult<Stats> counters = poll.ask(Kind.COUNTERS, admin, left);
    long ended = ticker.nanos();
    countersDue = OptionalLong.of(ended + (ended - began) * COUNTERS_PAUSE);
    return switch (counters) {
      case AdminResult.Answered<Stats>(Stats more) ->
          new AdminResult.Answered<>(poll.reading(gauges.and(more)));
      case AdminResult.ConnectionRefused<Stats> _ -> new AdminResult.ConnectionRefused<>();
      case AdminResult<Stats> fault ->
          new AdminResult.Answered<>(poll.reading(gauges, "counters: " + fault.text()));
    };
  }

  /** How long the last poll took, with an answer or without. */
  public Duration took() {
    return took;
  }

  /** Whether the last poll was due to ask for the counters too. */
  public boolean complete() {
    return complete;
  }
}
