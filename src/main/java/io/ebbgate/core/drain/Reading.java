package io.ebbgate.core.drain;

import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.CountSource;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one poll said of all counted listeners together: Envoy's statistics, and where it was asked,
 * the kernel.
 *
 * @param connections open now: the sum of {@code listener.*.downstream_cx_active}, or the kernel's
 *     number where Envoy keeps no such statistic
 * @param requests in flight now: the sum of {@code http.*.downstream_rq_active}
 * @param raw open connections that aren't HTTP: no statistic shows whether one is idle
 * @param accepted connections ever: {@code downstream_cx_total}, or those that the kernel had
 * @param begun requests ever: {@code downstream_rq_total}; rises between two polls that saw none
 * @param changes of the listeners; empty where Envoy doesn't report them
 * @param sockets the kernel's view; empty where it was not asked or can't tell
 * @param listeners Envoy's counts of each listener, by the name of its statistics
 */
public record Reading(
    Count connections,
    Count requests,
    Count raw,
    Count accepted,
    Count begun,
    Optional<ListenerChanges> changes,
    Optional<Sockets> sockets,
    Map<String, ListenerCounts> listeners) {
  public Reading {
    listeners = Map.copyOf(listeners);
  }

  /** A reading of the statistics alone. */
  public Reading(
      Count connections,
      Count requests,
      Count raw,
      Count accepted,
      Count begun,
      Optional<ListenerChanges> changes) {
    this(connections, requests, raw, accepted, begun, changes, Optional.empty(), Map.of());
  }

  /** A reading in which nothing is known. */
  public static Reading unknown(String cause) {
    Count unknown = Count.unknown(cause);
    return new Reading(unknown, unknown, unknown, unknown, unknown, Optional.empty());
  }

  /**
   * This one and the kernel's view: what Envoy counts is its own, what it doesn't is the kernel's.
   *
   * @param ever connections that the kernel's views have had so far; unknown where Envoy counts
   *     those that it accepted, but did not say so this time
   */
  public Reading with(Sockets seen, Count ever) {
    return new Reading(
        known(connections) ? connections : Count.of(seen.all().open()),
        requests,
        raw,
        known(accepted) ? accepted : ever,
        begun,
        changes,
        Optional.of(seen),
        listeners);
  }

  /** This one, but with no fewer connections and requests than the kernel has. */
  Reading atLeast(Sockets seen) {
    return new Reading(
        greater(connections, Count.of(seen.all().open())),
        greater(requests, seen.http().working()),
        raw,
        accepted,
        begun,
        changes,
        sockets,
        listeners);
  }

  private static Count greater(Count own, Count other) {
    return other.moreThan(own) ? other : own;
  }

  private static boolean known(Count count) {
    return count instanceof Count.Known;
  }

  /** Whether Envoy keeps all statistics that a drain needs. */
  boolean complete() {
    return Stream.of(connections, work(), accepted).allMatch(Reading::known);
  }

  /**
   * Requests in flight and connections that may have something in flight. Without a connection
   * there is none, whatever a statistic of requests says.
   */
  public Count work() {
    if (connections.atMost(0)) {
      return Count.of(0);
    }
    return requests instanceof Count.Known
        ? requests.plus(
            sockets
                .map(seen -> seen.other().working())
                .filter(Count.Known.class::isInstance)
                .orElse(raw))
        : sockets.map(seen -> seen.all().working()).orElse(requests);
  }

  /** True only where it is known that nothing is in flight, and how many connections are left. */
  public boolean idle() {
    return work().atMost(0) && connections instanceof Count.Known;
  }

  /**
   * True only where it is known that no request is active and at most this many connections are
   * left.
   */
  public boolean empty(long exitConnections) {
    boolean quiet = requests instanceof Count.Known ? requests.atMost(0) : work().atMost(0);
    return connections.atMost(0) || (quiet && connections.atMost(exitConnections));
  }

  /** True only where it is known that nothing is left that is worth waiting for at any length. */
  public boolean done(long exitConnections) {
    return idle() || empty(exitConnections);
  }

  /** By which numbers it is known what is left. */
  public CountSource countedBy() {
    return work() instanceof Count.Known && connections instanceof Count.Known
        ? sockets.map(seen -> seen.http().source()).orElse(CountSource.STATISTICS)
        : CountSource.UNKNOWN;
  }

  /** Why something isn't known, if so. */
  public Optional<String> gap() {
    return Stream.of(connections, work(), accepted, sockets.isPresent() ? accepted : begun)
        .flatMap(count ->
            count instanceof Count.Unknown(String cause) ? Stream.of(cause) : Stream.empty())
        .findFirst();
  }

  /** What the numbers contradict each other in, as a sentence. */
  public Optional<String> contradiction() {
    return connections.atMost(0) && requests instanceof Count.Known(long many) && many > 0
        ? Optional.of(
            "Envoy counts %d requests in flight without a connection; they were not waited for."
                .formatted(many))
        : Optional.empty();
  }

  /**
   * The time since when HTTP connections have been idle by the kernel; empty where it can't tell.
   */
  Optional<Duration> httpIdle() {
    return sockets.flatMap(seen -> seen.http().leastIdle());
  }

  /** The same of connections that aren't HTTP. */
  Optional<Duration> otherIdle() {
    return sockets.flatMap(seen -> seen.other().leastIdle());
  }

  /**
   * How long ago data moved on a connection that isn't HTTP; empty where the kernel can't tell or
   * none did.
   */
  Optional<Duration> otherUsed() {
    return sockets.flatMap(seen -> seen.other().lastUsed());
  }
}
