package io.ebbgate.tool.wso2;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Asks the executor, all requests on one connection, which ends with its event loop. Only the
 * thread of its event loop may use it.
 */
final class ExecutorClient extends SimpleChannelInboundHandler<ByteBuf> {
  private static final ByteBuf QUESTION =
      Unpooled.unreleasableBuffer(
          Unpooled.copiedBuffer("request\n", StandardCharsets.US_ASCII).asReadOnly());

  /** Hears what the executor decided, or that it can't be asked. */
  @FunctionalInterface
  interface Decision {
    void made(boolean allowed);
  }

  private final Queue<Decision> pending = new ArrayDeque<>();
  private final Channel channel;

  ExecutorClient(EventLoop loop, Path socket) {
    channel =
        new Bootstrap()
            .group(loop)
            .channel(NioDomainSocketChannel.class)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel connection) {
                    var _ =
                        connection
                            .pipeline()
                            .addLast(new FlushConsolidationHandler(), ExecutorClient.this);
                  }
                })
            .connect(UnixDomainSocketAddress.of(socket))
            .syncUninterruptibly()
            .channel();
  }

  void ask(Decision decision) {
    if (channel.isActive()) {
      pending.add(decision);
      var _ = channel.writeAndFlush(QUESTION.duplicate());
    } else {
      decision.made(false);
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, ByteBuf answers) {
    for (int line = PolicyExecutor.lines(answers); line > 0; line--) {
      pending.remove().made(true);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    for (Decision next = pending.poll(); next != null; next = pending.poll()) {
      next.made(false);
    }
  }
}
