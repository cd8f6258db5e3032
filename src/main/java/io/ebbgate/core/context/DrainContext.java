package io.ebbgate.core.context;

import io.ebbgate.core.drain.EnvoyFacts.Strategy;
import io.ebbgate.core.drain.ListenerFacts.Protocol;
import io.ebbgate.core.verdict.Count;
import java.time.Duration;
import java.util.Optional;

/**
 * One version of a listener and what becomes of its connections.
 *
 * @param drain why and how it drains; empty while it is active
 * @param replacement how LDS took it away; empty while Envoy still accepts on it
 */
public record DrainContext(
    ListenerVersion version,
    State state,
    Optional<Drain> drain,
    Optional<Replacement> replacement,
    ContextCounts counts,
    Count cut) {
  /** Where it is; no context goes back, but for a drain that is canceled. */
  public enum State {
    /** Serves. */
    ACTIVE,
    /** Its clients are asked to close, or waited for. */
    DRAINING,
    /** What is left is cut. */
    CLOSING,
    /** All its connections are gone. */
    CLOSED
  }

  /** What its clients can be told, by the filter chains. */
  public enum Kind {
    /** All connections are HTTP. */
    HTTP,
    /** None is: they are waited for, and then cut. */
    TCP,
    /** Some of both. */
    MIXED
  }

  /**
   * A drain.
   *
   * @param pace whether clients are told at their next response or by and by
   * @param at when it began at the earliest, in nanoseconds of the ticker
   */
  public record Drain(Scenario scenario, Strategy pace, long at) {}

  /**
   * The drain that Envoy itself makes of a version that LDS took away.
   *
   * @param earliest when it may have begun, in nanoseconds of the ticker
   * @param latest when it had begun surely
   * @param limit after which Envoy closes what is left
   * @param seen whether a config dump had it as a draining listener
   * @param shared whether another version has the same statistics
   */
  record Replacement(long earliest, long latest, Duration limit, boolean seen, boolean shared) {
    boolean maybeDue(long at) {
      return at - earliest - limit.toNanos() >= 0;
    }

    boolean surelyDue(long at, Duration slack) {
      return at - latest - limit.plus(slack).toNanos() >= 0;
    }
  }

  static DrainContext active(ListenerVersion version) {
    return new DrainContext(
        version,
        State.ACTIVE,
        Optional.empty(),
        Optional.empty(),
        ContextCounts.UNKNOWN,
        Count.unknown("it is not over"));
  }

  /** How its clients are asked to close. */
  public Kind kind() {
    Protocol protocol = version.listener().protocol();
    return switch (protocol) {
      case HTTP, HTTP3 -> Kind.HTTP;
      case TCP -> Kind.TCP;
      case MIXED, UDP, INTERNAL -> Kind.MIXED;
    };
  }

  /** Connections that drained. */
  public Count entered() {
    return number(counts.entered());
  }

  /** Connections that are open and drain. */
  public Count open() {
    return number(counts.open());
  }

  /** Connections that closed before they had to. */
  public Count closed() {
    return state == State.CLOSED
        ? cut instanceof Count.Known(long many) ? number(Math.max(0, counts.entered() - many)) : cut
        : number(counts.closed());
  }

  /** Whether its numbers are a newer version's too, so that they are at most its own. */
  public boolean upperBound() {
    return replacement.filter(Replacement::shared).isPresent();
  }

  private Count number(long value) {
    return counts.known() ? Count.of(value) : Count.unknown("its statistics were not read");
  }

  boolean begun() {
    return drain.isPresent() && state != State.CLOSED;
  }

  /** Whether LDS took it away, so that Envoy itself drains it. */
  public boolean replaced() {
    return replacement.isPresent();
  }

  DrainContext begin(Drain begun, ContextCounts first) {
    return new DrainContext(version, State.DRAINING, Optional.of(begun), replacement, first, cut);
  }

  DrainContext replaced(Replacement by) {
    return new DrainContext(version, state, drain, Optional.of(by), counts, cut);
  }

  DrainContext in(State next) {
    return new DrainContext(version, next, drain, replacement, counts, cut);
  }

  DrainContext counted(ContextCounts next) {
    return new DrainContext(version, state, drain, replacement, next, cut);
  }

  /** It is over; all of its connections that were left were cut. */
  DrainContext close() {
    return closed(number(counts.open()));
  }

  /** Envoy's drain of it is over. */
  DrainContext closeByEnvoy() {
    return closed(number(counts.cutByEnvoy(upperBound())));
  }

  private DrainContext closed(Count connectionsCut) {
    return new DrainContext(version, State.CLOSED, drain, replacement, counts, connectionsCut);
  }
}
