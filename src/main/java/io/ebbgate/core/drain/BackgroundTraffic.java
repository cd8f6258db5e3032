package io.ebbgate.core.drain;

import io.ebbgate.core.verdict.Count;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the health checks of load balancers among the new connections of all counted listeners. New
 * connections are taken for health checks if they repeat at an even period of at least a second,
 * make one request or none each, and leave no connection open.
 *
 * <p>A request in flight is waited for, also one of theirs; health checks only don't restart the
 * clocks of quiet period and linger.
 *
 * @param last the last reading with known numbers
 * @param arrivals the latest new connections, in the order they came
 * @param openedAt when a connection came that is not among them and is a client's
 * @param workedAt when a client was last seen at work, beside the arrivals
 * @param checks what was found among the arrivals
 */
public record BackgroundTraffic(
    Optional<Last> last,
    List<Arrival> arrivals,
    long openedAt,
    long workedAt,
    Optional<HealthChecks> checks) {
  /** More at once are a client's. */
  private static final long MOST_AT_ONCE = 16;

  private static final int MOST_ARRIVALS = 64;

  /** The numbers of a reading, and how many of its new connections had not made a request yet. */
  record Last(long at, long accepted, long begun, long open, long silent) {}

  /**
   * A new connection.
   *
   * @param after the reading before the one that has it
   * @param at the reading that has it
   * @param open connections before it came
   * @param requested whether it made a request
   */
  record Arrival(long after, long at, long open, boolean requested) {}

  public BackgroundTraffic {
    arrivals = List.copyOf(arrivals);
  }

  /** Before the first reading. */
  public static BackgroundTraffic none(long at) {
    return new BackgroundTraffic(Optional.empty(), List.of(), at, at, Optional.empty());
  }

  /** A drain begins: what came before it restarts none of its clocks. */
  BackgroundTraffic begin(long at) {
    return new BackgroundTraffic(last, arrivals, at, at, checks);
  }

  /** What is known after this reading. */
  public BackgroundTraffic observe(long at, Reading reading, long exitConnections) {
    if (!(reading.accepted() instanceof Count.Known(long accepted))
        || !(reading.begun() instanceof Count.Known(long begun))
        || !(reading.connections() instanceof Count.Known(long open))) {
      return none(at);
    }
    boolean comparable =
        last.filter(before -> accepted >= before.accepted && begun >= before.begun).isPresent();
    if (!comparable) {
      Last first = new Last(at, accepted, begun, open, 0);
      return new BackgroundTraffic(Optional.of(first), List.of(), at, at, Optional.empty());
    }
    Last before = last.get();
    long came = accepted - before.accepted;
    long requests = begun - before.begun;
    // A connection may send its request after the reading that saw it come.
    boolean worked =
        requests > came + before.silent
            || !(reading.done(exitConnections) || reading.work().atMost(came + before.silent));
    Last now = new Last(at, accepted, begun, open, Math.max(0, came - requests));
    long work = worked ? at : workedAt;
    if (came > MOST_AT_ONCE) {
      return new BackgroundTraffic(Optional.of(now), List.of(), at, work, Optional.empty());
    }
    return with(now, arrived(before, now, came, requests), work);
  }

  private List<Arrival> arrived(Last before, Last now, long came, long requests) {
    List<Arrival> all = new ArrayList<>();
    for (Arrival known : arrivals) {
      boolean late = known.at == before.at && requests > came;
      all.add(
          late && !known.requested ? new Arrival(known.after, known.at, known.open, true) : known);
    }
    for (long i = 0; i < came; i++) {
      all.add(new Arrival(before.at, now.at, before.open, i < requests));
    }
    return all;
  }

  private BackgroundTraffic with(Last now, List<Arrival> all, long work) {
    int dropped = Math.max(0, all.size() - MOST_ARRIVALS);
    List<Arrival> kept = all.subList(dropped, all.size());
    Optional<HealthChecks> found = HealthChecks.among(kept, now);
    long opened = openedAt;
    long worked = work;
    for (Arrival client : all.subList(0, dropped)) {
      if (found.isEmpty() || found.get().from() > 0) {
        opened = later(opened, client.at);
        worked = client.requested ? later(worked, client.at) : worked;
      }
    }
    return new BackgroundTraffic(Optional.of(now), kept, opened, worked, found);
  }

  /** When a client's connection last came. */
  long clientOpenedAt() {
    return clients().stream().map(Arrival::at).reduce(openedAt, BackgroundTraffic::later);
  }

  /** When a client was last seen at work. */
  long clientWorkedAt() {
    return clients().stream()
        .filter(Arrival::requested)
        .map(Arrival::at)
        .reduce(workedAt, BackgroundTraffic::later);
  }

  /** Whether only health checks came for this period, as far as the last reading knows. */
  boolean quietFor(Duration period) {
    return checks.isPresent()
        && last.filter(read -> read.at - clientOpenedAt() >= period.toNanos()).isPresent();
  }

  private List<Arrival> clients() {
    return arrivals.subList(0, checks.map(HealthChecks::from).orElse(arrivals.size()));
  }

  private static long later(long one, long other) {
    return one - other >= 0 ? one : other;
  }
}
