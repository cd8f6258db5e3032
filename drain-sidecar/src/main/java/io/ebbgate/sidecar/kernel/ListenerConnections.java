package io.ebbgate.sidecar.kernel;

import io.ebbgate.core.close.CloseScope;
import io.ebbgate.core.close.CloseTarget;
import io.ebbgate.core.close.ConnectionCounts;
import io.ebbgate.core.lifecycle.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The connections of one listener that are meant, reading after reading. Each is known by the
 * kernel's cookie: one that has the addresses and ports of another that has ended is another one.
 * For one thread.
 */
public final class ListenerConnections {
  private static final long FIRST = 1;
  private static final long LATER = 2;
  private static final ClosedSockets NOTHING = new ClosedSockets(0, 0, Optional.empty());

  /**
   * What came of closing.
   *
   * @param first closed by this, of those of the first reading
   * @param later closed by this, of those that came after it
   * @param working of both, that may have had something in flight
   * @param failure why not all were closed that were to be, as a sentence's end
   */
  public record Closed(long first, long later, long working, Optional<String> failure) {}

  private final SocketCloser kernel;
  private final CloseScope scope;
  private final ConnectionAges ages;
  private final ListenerFilter own;
  private final ListenerFilter others;
  private final SeenSockets seen = new SeenSockets();
  private EstablishedSockets first = new EstablishedSockets();
  private EstablishedSockets later = new EstablishedSockets();
  private boolean begun;
  private long came;

  /** In this process's network namespace; reads nothing yet. */
  public ListenerConnections(
      CloseTarget target, CloseScope scope, ConnectionAges ages, Ticker ticker) {
    this.kernel = new SocketCloser(ticker);
    this.scope = scope;
    this.ages = ages;
    this.own = new ListenerFilter(ListenerSocket.all(target.addresses()));
    this.others = new ListenerFilter(ListenerSocket.all(target.others()));
  }

  /**
   * Reads the sockets.
   *
   * @param limit how long it may take
   * @throws IOException if not all could be read; the next reading is compared with the one before
   */
  public ConnectionCounts read(Duration limit) throws IOException {
    first = new EstablishedSockets();
    later = new EstablishedSockets();
    came = 0;
    boolean complete = false;
    try {
      kernel.list(own, this::visit, limit);
      complete = true;
    } finally {
      if (!complete) {
        seen.discard();
      }
    }
    seen.next();
    begun = true;
    return new ConnectionCounts(first.open(), first.working(), later.open(), came);
  }

  private void visit(DiagSocket socket) {
    if (!covers(socket) || seen.has(socket.cookie())) {
      return;
    }
    long before = begun ? seen.before(socket.cookie()) : FIRST;
    boolean isNew = before == SeenSockets.NOT_SEEN;
    long since = isNew ? LATER : before;
    var _ = seen.remember(socket.cookie(), since);
    came += isNew ? 1 : 0;
    (since == FIRST ? first : later).add(socket);
  }

  private boolean covers(DiagSocket socket) {
    int family = socket.family();
    long high = socket.localHigh();
    long low = socket.localLow();
    int port = socket.localPort();
    return socket.isOpen()
        && own.matches(family, high, low, port)
        && !others.matches(family, high, low, port)
        && scope.covers(socket.remoteHigh(), socket.remoteLow())
        && (scope.age().isZero() || ages.of(socket).compareTo(scope.age()) >= 0);
  }

  /** Of those of the last reading, how many may have something in flight. */
  public long working() {
    return first.working() + later.working();
  }

  /**
   * Closes connections of the last reading, idle ones first.
   *
   * @param mostFirst at most so many of those of the first reading
   * @param mostLater at most so many of those that came after it
   * @param limit how long it may take
   */
  public Closed close(long mostFirst, long mostLater, Duration limit) {
    ClosedSockets ofFirst = mostFirst == 0 ? NOTHING : kernel.close(first, mostFirst, limit);
    ClosedSockets ofLater = mostLater == 0 ? NOTHING : kernel.close(later, mostLater, limit);
    return new Closed(
        ofFirst.total(),
        ofLater.total(),
        ofFirst.working() + ofLater.working(),
        ofFirst.failure().or(ofLater::failure));
  }
}
