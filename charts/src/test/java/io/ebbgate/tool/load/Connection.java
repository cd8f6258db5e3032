package io.ebbgate.tool.load;

import io.ebbgate.core.lifecycle.Ticker;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** A client's connection on a raw socket: nothing in it retries. */
final class Connection implements Closeable {
  private static final Duration SHORTEST_READ = Duration.ofMillis(1);

  private final Socket socket;
  private final Ticker ticker;
  private final DeadlineInput wire;
  private final LineInput in;

  private Connection(Socket socket, Ticker ticker) throws IOException {
    this.socket = socket;
    this.ticker = ticker;
    this.wire = new DeadlineInput(socket, ticker);
    this.in = new LineInput(wire);
  }

  static Connection open(Transport transport, InetSocketAddress to, Duration limit, Ticker ticker)
      throws IOException {
    Socket socket = transport.open(to, limit);
    try {
      return new Connection(socket, ticker);
    } catch (IOException failed) {
      socket.close();
      throw failed;
    }
  }

  /** Sets the limit of the reads that follow. */
  void limit(long deadline) {
    wire.limit(deadline);
  }

  /** Whether any byte has come since the limit was set. */
  boolean touched() {
    return wire.touched();
  }

  LineInput in() {
    return in;
  }

  void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Sends a half-close: nothing more will be written. */
  void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  /**
   * Waits until then; false as soon as something can be read, be it the end. It reads even where
   * the time is over: a close that has arrived must be seen before sending.
   */
  boolean silentUntil(long nanos) throws IOException {
    wire.limit(Math.max(nanos, ticker.nanos() + SHORTEST_READ.toNanos()));
    in.mark(1);
    try {
      in.read();
      in.reset();
      return false;
    } catch (SocketTimeoutException stillOpen) {
      return true;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException alreadyBroken) {
      // The read or write before has failed, and was recorded.
    }
  }
}
