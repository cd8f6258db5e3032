package io.ebbgate.core.drain;

import static java.util.Objects.requireNonNull;

/**
 * What one poll said of all counted listeners together.
 *
 * @param connections open now: the sum of {@code listener.*.downstream_cx_active}
 * @param requests work in flight now: the sum of {@code http.*.downstream_rq_active}, and one for
 *     each connection of a listener that isn't HTTP, since nobody can tell when such a one is idle
 * @param accepted connections ever: {@code downstream_cx_total}
 * @param answered requests ever: {@code downstream_rq_total}; rises between two polls that saw none
 */
public record Reading(Count connections, Count requests, Count accepted, Count answered) {
  public Reading {
    requireNonNull(connections);
    requireNonNull(requests);
    requireNonNull(accepted);
    requireNonNull(answered);
  }

  /** A reading in which nothing is known. */
  public static Reading unknown(String cause) {
    Count unknown = Count.unknown(cause);
    return new Reading(unknown, unknown, unknown, unknown);
  }

  /** True only where it is known that nothing is in flight. */
  public boolean idle() {
    return requests.atMost(0);
  }

  /** True only where it is known that nothing is in flight and so few connections are left. */
  public boolean empty(long exitConnections) {
    return idle() && connections.atMost(exitConnections);
  }
}
