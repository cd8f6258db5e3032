package io.ebbgate.core.drain;

import io.ebbgate.core.verdict.Count;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one poll said of all counted listeners together.
 *
 * @param connections open now: the sum of {@code listener.*.downstream_cx_active}
 * @param requests in flight now: the sum of {@code http.*.downstream_rq_active}
 * @param raw open connections that aren't HTTP: no statistic shows whether one is idle
 * @param accepted connections ever: {@code downstream_cx_total}
 * @param begun requests ever: {@code downstream_rq_total}; rises between two polls that saw none
 * @param changes of the listeners; empty where Envoy doesn't report them
 */
public record Reading(
    Count connections,
    Count requests,
    Count raw,
    Count accepted,
    Count begun,
    Optional<ListenerChanges> changes) {
  /** A reading in which nothing is known. */
  public static Reading unknown(String cause) {
    Count unknown = Count.unknown(cause);
    return new Reading(unknown, unknown, unknown, unknown, unknown, Optional.empty());
  }

  /** Requests in flight and connections that may have something in flight. */
  public Count work() {
    return requests.plus(raw);
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
    return requests.atMost(0) && connections.atMost(exitConnections);
  }

  /** True only where it is known that nothing is left that is worth waiting for at any length. */
  public boolean done(long exitConnections) {
    return idle() || empty(exitConnections);
  }

  /** Why something isn't known, if so. */
  public Optional<String> gap() {
    return Stream.of(connections, requests, raw, accepted, begun)
        .flatMap(count ->
            count instanceof Count.Unknown(String cause) ? Stream.of(cause) : Stream.empty())
        .findFirst();
  }
}
