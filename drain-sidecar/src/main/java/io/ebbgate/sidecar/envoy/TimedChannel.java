package io.ebbgate.sidecar.envoy;

import io.ebbgate.core.lifecycle.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A connection with one absolute deadline for everything together, from connecting to the last
 * byte: slow bytes don't extend it.
 */
final class TimedChannel extends InputStream {
  /** Milliseconds between two checks whether the call was abandoned. */
  private static final long CHECK = 25;

  /** The deadline has passed, or the call was abandoned. */
  static final class LimitException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private final Ticker ticker;
  private final long end;
  private final BooleanSupplier abandoned;
  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;
  private final ByteBuffer buffer = ByteBuffer.allocate(8192).limit(0);

  @SuppressWarnings("MustBeClosed")
  TimedChannel(SocketAddress address, Ticker ticker, long end, BooleanSupplier abandoned)
      throws IOException {
    this.ticker = ticker;
    this.end = end;
    this.abandoned = abandoned;
    this.channel =
        address instanceof UnixDomainSocketAddress
            ? SocketChannel.open(StandardProtocolFamily.UNIX)
            : SocketChannel.open();
    Selector opened = null;
    try {
      channel.configureBlocking(false);
      opened = Selector.open();
      this.key = channel.register(opened, SelectionKey.OP_CONNECT);
      this.selector = opened;
      if (!channel.connect(address)) {
        do {
          await(SelectionKey.OP_CONNECT);
        } while (!channel.finishConnect());
      }
    } catch (IOException | RuntimeException e) {
      channel.close();
      if (opened != null) {
        opened.close();
      }
      throw e;
    }
  }

  void write(byte[] bytes) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    while (left.hasRemaining()) {
      if (channel.write(left) == 0) {
        await(SelectionKey.OP_WRITE);
      }
    }
  }

  @Override
  public int read() throws IOException {
    return buffer.hasRemaining() || fill() ? buffer.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    if (!buffer.hasRemaining() && !fill()) {
      return -1;
    }
    int count = Math.min(length, buffer.remaining());
    buffer.get(into, offset, count);
    return count;
  }

  private boolean fill() throws IOException {
    buffer.clear();
    int count;
    try {
      // Checked for each piece: an endless answer that always has bytes never waits.
      remaining();
      while ((count = channel.read(buffer)) == 0) {
        await(SelectionKey.OP_READ);
      }
    } finally {
      buffer.flip();
    }
    return count > 0;
  }

  private void await(int operation) throws IOException {
    key.interestOps(operation);
    long millis = TimeUnit.NANOSECONDS.toMillis(remaining()) + 1;
    selector.select(Math.min(millis, CHECK));
    selector.selectedKeys().clear();
    remaining();
  }

  private long remaining() throws LimitException {
    long nanos = end - ticker.nanos();
    if (nanos <= 0 || abandoned.getAsBoolean()) {
      throw new LimitException();
    }
    return nanos;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    selector.close();
  }
}
