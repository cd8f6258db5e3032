package io.ebbgate.webhook.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.vertx.core.spi.transport.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The NIO transport, with a {@link ConnectionTable} asked at each accept. Vert.x has no hook before
 * the end of the TLS handshake, where a connection already has buffers.
 */
final class CountingTransport implements Transport, io.vertx.core.transport.Transport {
  private final Transport nio = NIO.implementation();
  private final ConnectionTable table;

  CountingTransport(ConnectionTable table) {
    this.table = table;
  }

  @Override
  public String name() {
    return "counting-nio";
  }

  @Override
  public boolean available() {
    return true;
  }

  @Override
  public @Nullable Throwable unavailabilityCause() {
    return null;
  }

  @Override
  public Transport implementation() {
    return this;
  }

  @Override
  public IoHandlerFactory ioHandlerFactory() {
    return nio.ioHandlerFactory();
  }

  @Override
  public DatagramChannel datagramChannel() {
    return nio.datagramChannel();
  }

  @Override
  @SuppressWarnings("deprecation") // It is the interface's.
  public DatagramChannel datagramChannel(io.netty.channel.socket.InternetProtocolFamily family) {
    return nio.datagramChannel(family);
  }

  @Override
  public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
    return nio.channelFactory(domainSocket);
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    return domainSocket
        ? nio.serverChannelFactory(true)
        : (ChannelFactory<ServerChannel>) () -> new CountedServerChannel(table);
  }

  /** A delayed task runs in a later turn than one that is given to the event loop at once. */
  static final long TURN_MILLIS = 1;

  /**
   * Accepted connections that the event loop has yet to get to. Further ones wait in the kernel:
   * those that are open would wait behind as many as come in the meantime.
   */
  static final int MOST_ARRIVING = 4;

  /** Bytes. */
  private static final int LEAST_READ = 64;

  private static final int FIRST_READ = 2 << 10;
  static final int MOST_READ = 16 << 10;

  private static final class CountedServerChannel extends NioServerSocketChannel {
    private final AtomicInteger arriving = new AtomicInteger();
    private final ReadTurns turns = new ReadTurns();
    private final ConnectionTable table;

    CountedServerChannel(ConnectionTable table) {
      this.table = table;
    }

    @Override
    protected int doReadMessages(List<Object> accepted) throws IOException {
      if (arriving.get() >= MOST_ARRIVING) {
        config().setAutoRead(false);
        return 0;
      }
      java.nio.channels.SocketChannel socket = javaChannel().accept();
      if (socket == null) {
        return 0;
      }
      CountedChannel channel = new CountedChannel(this, socket);
      if (channel.isCounted(table)) {
        accepted.add(channel);
      } else {
        channel.unsafe().closeForcibly();
      }
      return 1;
    }

    /** One is no longer arriving. */
    private void arrived() {
      if (arriving.getAndDecrement() == MOST_ARRIVING) {
        try {
          // After the accept that may find it full at the same time.
          eventLoop().execute(() -> config().setAutoRead(true));
        } catch (RejectedExecutionException stopped) {
          // No more are accepted.
        }
      }
    }
  }

  private static final class CountedChannel extends NioSocketChannel {
    private final AtomicBoolean arriving = new AtomicBoolean(true);
    private final CountedServerChannel server;
    private Runnable ended = () -> {};
    private BooleanSupplier comesFirst = () -> true;
    private volatile boolean unwanted;

    /** For its turn to be read, or to be read in it; both on the event loop. */
    private boolean waits;

    private boolean mayBeRead;

    CountedChannel(CountedServerChannel server, java.nio.channels.SocketChannel socket) {
      super(server, socket);
      config().setRecvByteBufAllocator(reads());
      this.server = server;
      var _ = server.arriving.incrementAndGet();
    }

    /**
     * One read of a TLS record's size in each turn of the event loop. Netty's sixteen of 64 KiB
     * each take as long to decrypt as ten reviews, while the other connections wait.
     */
    private static RecvByteBufAllocator reads() {
      return new AdaptiveRecvByteBufAllocator(LEAST_READ, FIRST_READ, MOST_READ)
          .maxMessagesPerRead(1);
    }

    boolean isCounted(ConnectionTable table) {
      InetSocketAddress client = remoteAddress();
      if (client == null) {
        // Closed by the client in the meantime.
        return false;
      }
      var connection = table.accepted(client, this::end);
      connection.ifPresent(each -> {
        ended = () -> table.closed(each);
        comesFirst = each::comesFirst;
        pipeline().addFirst(new Received(each, this));
      });
      return connection.isPresent();
    }

    /**
     * After one more turn of the event loop, which begins with what has arrived; and without TLS'
     * farewell, which would wait for the client. One that the event loop has yet to get to is
     * closed when it does: closed before, its registration would fail, with a warning for each.
     */
    private void end(BooleanSupplier confirmed) {
      if (!isRegistered()) {
        unwanted = true;
      }
      if (isRegistered()) {
        try {
          // Delayed by the event loop: by another thread, a delay would end within a long turn.
          eventLoop().execute(() -> inNextTurn(() -> endNow(confirmed)));
        } catch (RejectedExecutionException stopped) {
          // It ends with all others.
        }
      }
    }

    private void inNextTurn(Runnable task) {
      var _ = eventLoop().schedule(task, TURN_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void endNow(BooleanSupplier confirmed) {
      if (waits) {
        // What has arrived may be what keeps it open.
        readNext();
        unsafe().read();
      }
      if (confirmed.getAsBoolean()) {
        unsafe().close(voidPromise());
      }
    }

    private void arrivesNow() {
      if (unwanted) {
        unsafe().close(voidPromise());
      } else {
        inNextTurn(() -> {
          if (!waits) {
            arrived();
          }
        });
      }
    }

    /** Reads nothing where it is not its turn. */
    @Override
    protected int doReadBytes(ByteBuf buffer) throws Exception {
      if (mayBeRead || comesFirst.getAsBoolean()) {
        mayBeRead = false;
        return super.doReadBytes(buffer);
      }
      waits = true;
      config().setAutoRead(false);
      server.turns.await(eventLoop(), this::readNext);
      return 0;
    }

    private void readNext() {
      waits = false;
      mayBeRead = true;
      config().setAutoRead(true);
    }

    private void arrived() {
      if (arriving.getAndSet(false)) {
        server.arrived();
      }
    }

    /** Called at each end, of a channel without an event loop too. */
    @Override
    protected void doClose() throws Exception {
      arrived();
      ended.run();
      super.doClose();
    }
  }

  /** Reports each arrival of bytes, before TLS. */
  private static final class Received extends ChannelInboundHandlerAdapter {
    private final ConnectionTable.Connection connection;
    private final CountedChannel channel;

    Received(ConnectionTable.Connection connection, CountedChannel channel) {
      this.connection = connection;
      this.channel = channel;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      context.fireChannelActive();
      channel.arrivesNow();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
      connection.received(((ByteBuf) bytes).readableBytes());
      context.fireChannelRead(bytes);
    }

    /** TLS asks for another read where there was none. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      if (!channel.waits) {
        context.fireChannelReadComplete();
        channel.arrived();
      }
    }
  }
}
