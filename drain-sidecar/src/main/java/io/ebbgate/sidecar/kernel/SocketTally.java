package io.ebbgate.sidecar.kernel;

import io.ebbgate.core.drain.SocketCounts;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.CountSource;
import java.time.Duration;
import java.util.Optional;

/**
 * Adds up the sockets of one reading, each compared with the reading before. One that is given
 * twice counts once: sockets that come and go while the kernel lists them shift others.
 */
final class SocketTally implements DiagAnswer.Visitor {
  private final ListenerFilter filter;
  private final SeenSockets seen;
  private long open;
  private long working;
  private long opened;
  private long leastIdle = Long.MAX_VALUE;
  private long lastUsed = Long.MAX_VALUE;

  SocketTally(ListenerFilter filter, SeenSockets seen) {
    this.filter = filter;
    this.seen = seen;
  }

  /** A socket of {@code sock_diag}, if it is a listener's. */
  @Override
  public void visit(DiagSocket socket) {
    boolean ours =
        filter.matches(socket.family(), socket.localHigh(), socket.localLow(), socket.localPort());
    if (!ours || seen.has(socket.cookie())) {
      return;
    }
    long now = (socket.bytesReceived() + socket.bytesAcknowledged()) & Long.MAX_VALUE;
    long before = remember(socket.cookie(), now);
    boolean moved = before != SeenSockets.NOT_SEEN && before != now;
    if (moved || socket.works()) {
      working++;
    }
    leastIdle = Math.min(leastIdle, socket.idle());
    if (now > 0) {
      lastUsed = Math.min(lastUsed, socket.idle());
    }
  }

  /** A socket of {@code /proc/net/tcp}, if it is a listener's. */
  void visit(ProcSocket socket) {
    boolean ours =
        filter.matches(socket.family(), socket.localHigh(), socket.localLow(), socket.localPort());
    if (ours && !seen.has(socket.key())) {
      remember(socket.key(), 0);
      if (socket.queued()) {
        working++;
      }
    }
  }

  private long remember(long key, long moved) {
    open++;
    long before = seen.remember(key, moved);
    if (before == SeenSockets.NOT_SEEN && seen.complete()) {
      opened++;
    }
    return before;
  }

  /** Sockets that the reading before did not have; none where that is not known. */
  long opened() {
    return opened;
  }

  /**
   * The sum.
   *
   * @param sockets those that this reading and all before have had
   */
  SocketCounts counts(CountSource source, long sockets) {
    boolean timed = source == CountSource.SOCK_DIAG;
    return new SocketCounts(
        source,
        open,
        timed || open == 0 || working > 0
            ? Count.of(working)
            : Count.unknown("/proc/net/tcp does not say when data moved"),
        sockets,
        millis(timed ? leastIdle : Long.MAX_VALUE),
        millis(timed ? lastUsed : Long.MAX_VALUE));
  }

  private static Optional<Duration> millis(long least) {
    return least == Long.MAX_VALUE ? Optional.empty() : Optional.of(Duration.ofMillis(least));
  }
}
