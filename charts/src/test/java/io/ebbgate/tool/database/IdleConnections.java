package io.ebbgate.tool.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/**
 * Connections that only wait, as those of pools, and when each of them ended. One thread sees all
 * ends: of a thread for each, the last would run when the machine has time for it.
 */
public final class IdleConnections implements AutoCloseable {
  private final Selector selector;
  private final ConcurrentLinkedQueue<End> ends = new ConcurrentLinkedQueue<>();

  private record End(InetSocketAddress gateway, long nanos) {}

  private IdleConnections(Selector selector) {
    this.selector = selector;
  }

  static IdleConnections begin() throws IOException {
    IdleConnections connections = new IdleConnections(Selector.open());
    var _ = Thread.ofPlatform().daemon().name("idle").start(connections::watch);
    return connections;
  }

  /** Watches one more, which leads to that gateway. */
  void add(InetSocketAddress gateway, SocketChannel channel) throws IOException {
    channel.configureBlocking(false);
    var _ = channel.register(selector, SelectionKey.OP_READ, gateway);
    selector.wakeup();
  }

  private void watch() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(1_024);
    try {
      while (true) {
        selector.select();
        long seen = System.nanoTime();
        for (SelectionKey key : selector.selectedKeys()) {
          read(key, buffer.clear(), seen);
        }
        selector.selectedKeys().clear();
      }
    } catch (ClosedSelectorException _) {
      // There is nothing more to watch.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was there when the thread woke up had ended by then, however many are read before it. */
  private void read(SelectionKey key, ByteBuffer buffer, long seen) {
    SocketChannel channel = (SocketChannel) key.channel();
    if (isOver(channel, buffer)) {
      ends.add(new End((InetSocketAddress) key.attachment(), seen));
      close(channel);
    }
  }

  private static boolean isOver(SocketChannel channel, ByteBuffer buffer) {
    try {
      return channel.read(buffer) < 0;
    } catch (IOException reset) {
      return true;
    }
  }

  private static void close(Channel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many have ended. */
  public int ended() {
    return ends.size();
  }

  /** Between the first end and the last. */
  public Duration span() {
    return span(ends.stream().mapToLong(End::nanos).summaryStatistics());
  }

  /** The longest time between the first end and the last at one gateway. */
  public Duration longestSpanOfAGateway() {
    Map<InetSocketAddress, LongSummaryStatistics> each =
        ends.stream()
            .collect(Collectors.groupingBy(End::gateway, Collectors.summarizingLong(End::nanos)));
    return each.values().stream()
        .map(IdleConnections::span)
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  private static Duration span(LongSummaryStatistics ends) {
    return ends.getCount() == 0 ? Duration.ZERO : Duration.ofNanos(ends.getMax() - ends.getMin());
  }

  /** Closes those that are left and forgets when the others ended. */
  void clear() {
    selector.keys().forEach(key -> close(key.channel()));
    ends.clear();
  }

  @Override
  public void close() {
    clear();
    try {
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
