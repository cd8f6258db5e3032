package io.ebbgate.tool.load;

import io.ebbgate.core.lifecycle.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * A socket's input with one absolute limit for many reads, so that a dripping answer can't renew
 * it.
 */
final class DeadlineInput extends InputStream {
  private static final long MILLI = Duration.ofMillis(1).toNanos();

  private final Socket socket;
  private final InputStream in;
  private final Ticker ticker;
  private long deadline;
  private boolean touched;

  DeadlineInput(Socket socket, Ticker ticker) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.ticker = ticker;
  }

  /** Sets the limit of the reads that follow. */
  void limit(long deadline) {
    this.deadline = deadline;
    this.touched = false;
  }

  /** Whether anything was read since the limit was set. */
  boolean touched() {
    return touched;
  }

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
    int count = in.read(bytes, offset, length);
    touched |= count > 0;
    return count;
  }
}
