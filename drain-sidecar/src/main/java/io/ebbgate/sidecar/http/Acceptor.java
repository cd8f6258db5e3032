package io.ebbgate.sidecar.http;

import io.ebbgate.core.lifecycle.Ticker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Accepts connections on a thread of its own, and hands each over when its first bytes have
 * arrived. So a connection on which nothing arrives takes neither a thread nor time from those that
 * answer, of which all share one carrier.
 */
final class Acceptor implements AutoCloseable {
  private static final int BACKLOG = 1024;

  /** Accepted at once, before a look at what has arrived. */
  private static final int MOST_AT_ONCE = 64;

  private static final Duration SILENT = Duration.ofSeconds(5);

  /** A connection and when it was accepted. */
  record Accepted(Socket socket, long at) {}

  private final ServerSocketChannel server = ServerSocketChannel.open();
  private final Selector selector = Selector.open();
  private final SlowClientEviction slow;
  private final Ticker ticker;
  private final Consumer<Accepted> arrived;
  private final Consumer<Accepted> silent;
  private final Consumer<Throwable> failed;

  /**
   * One that is not open yet.
   *
   * @param slow gets each connection that is accepted
   * @param arrived gets each connection on which bytes have arrived, and is to close it
   * @param silent gets each connection on which none arrived in time, and is to close it
   * @param failed gets what kept a connection from being accepted
   */
  Acceptor(
      SlowClientEviction slow,
      Ticker ticker,
      Consumer<Accepted> arrived,
      Consumer<Accepted> silent,
      Consumer<Throwable> failed)
      throws IOException {
    this.slow = slow;
    this.ticker = ticker;
    this.arrived = arrived;
    this.silent = silent;
    this.failed = failed;
  }

  /** Binds the address and starts a thread of this name. */
  void open(String name, InetSocketAddress address) throws IOException {
    try {
      server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      server.bind(address, BACKLOG);
      server.configureBlocking(false);
      var _ = server.register(selector, SelectionKey.OP_ACCEPT);
    } catch (IOException e) {
      close();
      throw e;
    }
    // Not a virtual one: it would wait for the carrier, which a request may be busy on.
    var _ = Thread.ofPlatform().daemon().name(name).start(this::run);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.socket().getLocalSocketAddress();
  }

  private void run() {
    while (server.isOpen()) {
      try {
        var _ = selector.select(this::selected, SILENT.toMillis() / 5);
        evictSilent();
      } catch (Throwable e) {
        if (server.isOpen()) {
          failed.accept(e);
          // Out of file descriptors, most likely: an immediate retry would only burn CPU time.
          LockSupport.parkNanos(10_000_000L);
        }
      }
    }
  }

  private void selected(SelectionKey key) {
    try {
      if (key.isValid() && key.isAcceptable()) {
        accept();
      } else if (key.isValid()) {
        handOver(key);
      }
    } catch (IOException e) {
      failed.accept(e);
      LockSupport.parkNanos(10_000_000L);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() throws IOException, InterruptedException {
    for (int i = 0; i < MOST_AT_ONCE; i++) {
      SocketChannel channel = server.accept();
      if (channel == null) {
        return;
      }
      Accepted accepted = new Accepted(channel.socket(), ticker.nanos());
      try {
        slow.add(accepted.socket());
        channel.configureBlocking(false);
        var _ = channel.register(selector, SelectionKey.OP_READ, accepted);
      } catch (Throwable e) {
        slow.remove(accepted.socket());
        ClosingConnections.close(accepted.socket());
        throw e;
      }
    }
  }

  private void handOver(SelectionKey key) throws IOException {
    Accepted accepted = (Accepted) key.attachment();
    key.cancel();
    try {
      key.channel().configureBlocking(true);
      arrived.accept(accepted);
    } catch (Throwable e) {
      slow.remove(accepted.socket());
      ClosingConnections.close(accepted.socket());
      throw e;
    }
  }

  /** A pass over at most as many as {@link SlowClientEviction} lets wait. */
  private void evictSilent() {
    long now = ticker.nanos();
    for (SelectionKey key : selector.keys()) {
      if (key.isValid()
          && key.attachment() instanceof Accepted accepted
          && now - accepted.at() > SILENT.toNanos()) {
        silent.accept(accepted);
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    selector.close();
  }
}
