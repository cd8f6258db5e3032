package io.ebbgate.system.load;

import io.ebbgate.core.lifecycle.Ticker;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One HTTP/1.1 connection on a raw socket: nothing in it could try a request a second time. */
final class Http1Connection implements Closeable {
  private static final Duration LOOK = Duration.ofMillis(1);

  private final Socket socket;
  private final Ticker ticker;
  private final DeadlineInput wire;
  private final BufferedInputStream in;

  private Http1Connection(Socket socket, Ticker ticker) throws IOException {
    this.socket = socket;
    this.ticker = ticker;
    this.wire = new DeadlineInput(socket, ticker);
    this.in = new BufferedInputStream(wire, 2_048);
  }

  static Http1Connection open(InetSocketAddress to, Duration limit, Ticker ticker)
      throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(to, (int) limit.toMillis());
      return new Http1Connection(socket, ticker);
    } catch (IOException failed) {
      socket.close();
      throw failed;
    }
  }

  /**
   * Waits until then, and ends early with false if the server closes or says anything unasked. It
   * looks even where the time is over: a close that has arrived must be seen before sending.
   */
  boolean silentUntil(long nanos) {
    wire.limit(Math.max(nanos, ticker.nanos() + LOOK.toNanos()));
    try {
      in.read();
      return false;
    } catch (SocketTimeoutException stillOpen) {
      return true;
    } catch (IOException reset) {
      return false;
    }
  }

  void send(String path) throws IOException {
    String head = "GET " + path + " HTTP/1.1\r\nHost: gateway\r\nUser-Agent: strict\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
  }

  Http1Answer answer(long deadline) throws IOException {
    wire.limit(deadline);
    return Http1Answer.read(in);
  }

  /** Whether any byte of the last answer has come. */
  boolean answering() {
    return wire.touched();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException alreadyBroken) {
      // Its end was seen where it mattered, at the read or write before.
    }
  }
}
