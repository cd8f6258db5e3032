package io.ebbgate.tool.wso2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.LongAdder;

/**
 * Stands for the Python executor, in Java: answers each line on its Unix socket with {@code allow}.
 */
public final class PolicyExecutor implements AutoCloseable {
  static final byte LINE_END = '\n';

  private static final ByteBuf ALLOW =
      Unpooled.unreleasableBuffer(
          Unpooled.copiedBuffer("allow\n", StandardCharsets.US_ASCII).asReadOnly());

  private final LongAdder answered = new LongAdder();
  private final UnixServer server;

  private PolicyExecutor(Path socket) {
    server = new UnixServer(socket, connection -> connection.pipeline().addLast(new Answers()));
  }

  /** Listens on a socket that is not there yet. */
  public static PolicyExecutor open(Path socket) {
    return new PolicyExecutor(socket);
  }

  private final class Answers extends SimpleChannelInboundHandler<ByteBuf> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf lines) {
      for (int line = lines(lines); line > 0; line--) {
        var _ = context.write(ALLOW.duplicate());
        answered.increment();
      }
      context.flush();
    }
  }

  /** How many lines end in these bytes. */
  static int lines(ByteBuf bytes) {
    int lines = 0;
    for (int at = bytes.readerIndex(); at < bytes.writerIndex(); at++) {
      lines += bytes.getByte(at) == LINE_END ? 1 : 0;
    }
    return lines;
  }

  /** What it has done and for how many it still works. */
  String state() {
    return "answered %d questions, has %d connections"
        .formatted(answered.sum(), server.connections());
  }

  @Override
  public void close() {
    server.close();
  }
}
