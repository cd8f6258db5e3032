package io.ebbgate.sidecar.kernel;

import io.ebbgate.core.lifecycle.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * How old connections are at least: since a reading first had them, or for as long as the kernel
 * knows that nothing came or went. A kernel does not say when a connection was made. May be used on
 * any thread.
 */
public final class ConnectionAges {
  /** Milliseconds are counted from there, so that none is negative. */
  private static final long BASE = 1L << 40;

  private final Ticker ticker;
  private final SockDiag kernel;
  private final long start;
  private final SeenSockets seen = new SeenSockets();

  /** In this process's network namespace; reads nothing yet. */
  public ConnectionAges(Ticker ticker) {
    this.ticker = ticker;
    this.kernel = new SockDiag(ticker);
    this.start = ticker.nanos();
  }

  /**
   * Reads the sockets of these listeners, so as to know later since when they have been there.
   *
   * @param limit how long it may take
   * @throws IOException if not all could be read; what was known before stays known
   */
  public synchronized void read(List<ListenerSocket> listeners, Duration limit) throws IOException {
    ListenerFilter filter = new ListenerFilter(listeners);
    boolean complete = false;
    try {
      kernel.list(filter, SockDiag.STATES, this::remember, ticker.nanos() + limit.toNanos());
      complete = true;
    } finally {
      if (!complete) {
        seen.discard();
      }
    }
    seen.next();
  }

  private void remember(DiagSocket socket) {
    long known = seen.before(socket.cookie());
    long least = now() - socket.leastAge();
    var _ =
        seen.remember(
            socket.cookie(), known == SeenSockets.NOT_SEEN ? least : Math.min(known, least));
  }

  /** How old it is at least. */
  synchronized Duration of(DiagSocket socket) {
    long known = seen.before(socket.cookie());
    long sinceSeen = known == SeenSockets.NOT_SEEN ? 0 : now() - known;
    return Duration.ofMillis(Math.max(sinceSeen, socket.leastAge()));
  }

  private long now() {
    return BASE + (ticker.nanos() - start) / 1_000_000;
  }
}
