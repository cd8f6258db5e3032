package io.ebbgate.webhook.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.vertx.core.spi.transport.Transport;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
  private static final long TURN_MILLIS = 1;

  private static final class CountedServerChannel extends NioServerSocketChannel {
    private final ConnectionTable table;

    CountedServerChannel(ConnectionTable table) {
      this.table = table;
    }

    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
      int read = super.doReadMessages(accepted);
      if (read > 0 && accepted.getLast() instanceof SocketChannel channel && !counted(channel)) {
        accepted.removeLast();
        channel.unsafe().closeForcibly();
      }
      return read;
    }

    private boolean counted(SocketChannel channel) {
      var client = channel.remoteAddress();
      if (client == null) {
        // Closed by the client in the meantime.
        return false;
      }
      var connection = table.accepted(client, confirmed -> end(channel, confirmed));
      connection.ifPresent(each -> {
        channel.pipeline().addFirst(new Received(each));
        channel.closeFuture().addListener(_ -> table.closed(each));
      });
      return connection.isPresent();
    }

    /**
     * After one more turn of the event loop, which begins with what has arrived; and without TLS'
     * farewell, which would wait for the client.
     */
    private static void end(SocketChannel channel, BooleanSupplier confirmed) {
      if (channel.isRegistered()) {
        var _ =
            channel
                .eventLoop()
                .schedule(() -> endNow(channel, confirmed), TURN_MILLIS, TimeUnit.MILLISECONDS);
      } else {
        channel.unsafe().closeForcibly();
      }
    }

    private static void endNow(SocketChannel channel, BooleanSupplier confirmed) {
      if (confirmed.getAsBoolean()) {
        channel.unsafe().close(channel.voidPromise());
      }
    }
  }

  /** Reports each arrival of bytes, before TLS. */
  private static final class Received extends ChannelInboundHandlerAdapter {
    private final ConnectionTable.Connection connection;

    Received(ConnectionTable.Connection connection) {
      this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
      connection.received();
      context.fireChannelRead(bytes);
    }
  }
}
