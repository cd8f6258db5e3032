package io.ebbgate.sidecar.kernel;

import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.core.verdict.CountSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the kernel says of the connections of chosen listeners, for one drain and one thread.
 *
 * <p>The first reading finds out whether {@code sock_diag} may be used; where it may not, this one
 * and all later ones are of {@code /proc/net/tcp}. Nothing is loaded before it.
 */
public final class KernelSockets {
  private final Ticker ticker;
  private final SocketSource best;
  private final SocketSource second;
  private final SeenSockets seen = new SeenSockets();
  private List<ListenerSocket> listeners = List.of();
  private ListenerFilter filter = new ListenerFilter(listeners);
  private @Nullable SocketSource source;
  private long sockets;

  /** Of this process's network namespace. */
  public KernelSockets(Ticker ticker) {
    this(ticker, new SockDiag(ticker), new ProcNetTcp(ProcNetTcp.FOLDER, ticker));
  }

  KernelSockets(Ticker ticker, SocketSource best, SocketSource second) {
    this.ticker = ticker;
    this.best = best;
    this.second = second;
  }

  /**
   * Reads once. Other listeners than before may be chosen; their connections are then seen first.
   *
   * @param limit how long it may take
   */
  public SocketReading read(List<ListenerSocket> chosen, Duration limit) {
    if (!chosen.equals(listeners)) {
      listeners = List.copyOf(chosen);
      filter = new ListenerFilter(listeners);
    }
    long end = ticker.nanos() + limit.toNanos();
    return source == null ? probe(end) : read(source, end);
  }

  private SocketReading probe(long end) {
    String refusal;
    try {
      SocketReading reading = counted(best, end);
      source = best;
      return reading;
    } catch (SystemCallException e) {
      if (!e.refused()) {
        return failed(best, e);
      }
      refusal = String.valueOf(e.getMessage());
    } catch (IOException e) {
      return failed(best, e);
    } catch (LinkageError | RuntimeException unusable) {
      refusal = unusable.toString();
    }
    seen.discard();
    SocketReading reading = read(second, end);
    if (reading instanceof SocketReading.Unknown(String cause)) {
      return new SocketReading.Unknown(refusal + ", and " + cause);
    }
    source = second;
    return reading;
  }

  private SocketReading read(SocketSource from, long end) {
    try {
      return counted(from, end);
    } catch (IOException e) {
      return failed(from, e);
    }
  }

  private SocketReading counted(SocketSource from, long end) throws IOException {
    SocketTally tally = new SocketTally(filter, seen);
    from.read(filter, tally, end);
    seen.next();
    sockets += tally.opened();
    return new SocketReading.Counted(tally.counts(from.name(), sockets));
  }

  private SocketReading failed(SocketSource from, IOException cause) {
    seen.discard();
    String where = from.name() == CountSource.PROC ? "/proc/net/tcp" : "sock_diag";
    return new SocketReading.Unknown(where + " could not be read: " + cause.getMessage());
  }
}
