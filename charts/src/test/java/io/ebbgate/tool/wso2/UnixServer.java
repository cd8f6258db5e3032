package io.ebbgate.tool.wso2;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A server on a Unix socket, with one thread for everything. */
final class UnixServer implements AutoCloseable {
  /** How long a stop waits for open streams. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final EventLoopGroup threads =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoop loop = threads.next();
  private final ChannelGroup connections = new DefaultChannelGroup(loop);
  private final Channel server;

  /**
   * Listens.
   *
   * @param socket a file that is not there yet
   * @param protocol adds the handlers of a connection
   */
  UnixServer(Path socket, Consumer<Channel> protocol) {
    server =
        new ServerBootstrap()
            .group(threads)
            .channel(NioServerDomainSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel connection) {
                    var _ = connections.add(connection);
                    protocol.accept(connection);
                    var _ = connection.pipeline().addLast(new Broken());
                  }
                })
            .bind(UnixDomainSocketAddress.of(socket))
            .syncUninterruptibly()
            .channel();
  }

  /** Ends a connection that failed; its client finds out by itself. */
  private static final class Broken extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      System.err.println("a connection is closed: " + cause);
      var _ = context.close();
    }
  }

  /** Its thread, for clients that answers depend on. */
  EventLoop loop() {
    return loop;
  }

  /** How many clients are connected. */
  int connections() {
    return connections.size();
  }

  /** Accepts no more, finishes what is open within five seconds, and ends; once is enough. */
  @Override
  public void close() {
    if (threads.isShuttingDown()) {
      return;
    }
    var _ = server.close().syncUninterruptibly();
    var _ = connections.close().awaitUninterruptibly(GRACE.toMillis());
    var _ = threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
