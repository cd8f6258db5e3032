package io.ebbgate.core.switchover;

import io.ebbgate.core.switchover.GatewayPod.Route;
import io.ebbgate.core.verdict.Count;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether a new route is in force. Envoy's main thread has it before its workers do, by some tenths
 * of a second on a busy node: a client that is let in then is led to the old endpoint by one of
 * them, and stays there. So clients are let in only where none is at the old endpoint a moment
 * later.
 *
 * @param since when the route was seen first, in nanoseconds; empty if it does not point there
 * @param settled whether it is in force
 * @param others connections to the old endpoint when it was: another listener's, since those of
 *     this one are closed
 */
public record RouteSettling(Optional<Long> since, boolean settled, long others) {
  /** Nothing is seen yet. */
  public static final RouteSettling UNSEEN = new RouteSettling(Optional.empty(), false, 0);

  /** From the first look at the route. */
  static final Duration LEAST = Duration.ofMillis(20);

  /** Connections to the old endpoint after this are another listener's. */
  static final Duration MOST = Duration.ofMillis(500);

  /**
   * After another look.
   *
   * @param toOld connections to the old endpoint, while those to the listener are closed
   */
  public RouteSettling next(Route route, Count toOld, long now) {
    if (route != Route.NEW) {
      return UNSEEN;
    }
    long first = since.orElse(now);
    long age = now - first;
    boolean none = toOld instanceof Count.Known(long many) && many == 0;
    boolean over = (none && age >= LEAST.toNanos()) || age >= MOST.toNanos();
    long others = over && toOld instanceof Count.Known(long stay) ? stay : 0;
    return new RouteSettling(Optional.of(first), over, others);
  }
}
