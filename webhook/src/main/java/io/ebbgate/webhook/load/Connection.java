package io.ebbgate.webhook.load;

import io.ebbgate.core.lifecycle.Ticker;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** A client's connection on a raw socket: nothing in it retries. */
final class Connection implements Closeable {
  private static final long MILLI = Duration.ofMillis(1).toNanos();

  private final Socket socket;
  private final Ticker ticker;
  private final LineInput in = new LineInput(new DeadlineInput());
  private long deadline;
  private boolean touched;

  Connection(Socket socket, Ticker ticker) {
    this.socket = socket;
    this.ticker = ticker;
  }

  /** One absolute limit for many reads, so that a dripping answer can't renew it. */
  private final class DeadlineInput extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      long left = deadline - ticker.nanos();
      if (left <= 0) {
        throw new SocketTimeoutException("the limit is over");
      }
      socket.setSoTimeout((int) Math.ceilDiv(left, MILLI));
      int count = socket.getInputStream().read(bytes, offset, length);
      touched |= count > 0;
      return count;
    }
  }

  /** Sets the limit of the reads that follow. */
  void limit(long nanos) {
    deadline = nanos;
    touched = false;
  }

  /** Whether any byte has come since the limit was set. */
  boolean touched() {
    return touched;
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
    limit(Math.max(nanos, ticker.nanos() + MILLI));
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
