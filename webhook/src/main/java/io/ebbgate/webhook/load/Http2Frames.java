package io.ebbgate.webhook.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameReader;
import io.netty.handler.codec.http2.Http2FrameWriter;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Settings;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;

/**
 * HTTP/2 frames on a socket, by Netty's codec. Nothing of Netty's connection handling is used: it
 * is the part that could retry. Only {@link #await} may run beside another call.
 */
public final class Http2Frames implements Closeable {
  private static final int BUFFER = 4_096;
  private static final int WINDOW = Integer.MAX_VALUE;

  private final Socket socket;
  private final byte[] received = new byte[BUFFER];
  private final ByteBuf unread = Unpooled.buffer();
  private final Http2FrameReader reader = new DefaultHttp2FrameReader(false);
  private final Http2FrameWriter writer =
      new DefaultHttp2FrameWriter(Http2HeadersEncoder.ALWAYS_SENSITIVE);
  private final EmbeddedChannel queue = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
  private final ChannelHandlerContext context = queue.pipeline().firstContext();

  /** Writes one frame. */
  @FunctionalInterface
  public interface Frame {
    ChannelFuture write(
        Http2FrameWriter writer, ChannelHandlerContext context, ChannelPromise promise);
  }

  /** For a connection that is open; nothing is sent yet. */
  public Http2Frames(Socket socket) {
    this.socket = socket;
  }

  /** Begins the connection: no push, and the largest window for it and for every stream. */
  public void greet() throws IOException {
    Http2Settings settings = new Http2Settings().pushEnabled(false).initialWindowSize(WINDOW);
    int more = WINDOW - Http2CodecUtil.DEFAULT_WINDOW_SIZE;
    add((_, to, promise) -> to.write(Http2CodecUtil.connectionPrefaceBuf(), promise));
    add((writer, to, promise) -> writer.writeSettings(to, settings, promise));
    add((writer, to, promise) -> writer.writeWindowUpdate(to, 0, more, promise));
    flush();
  }

  /** Adds a frame to those that the next {@link #flush} sends. */
  public void add(Frame frame) {
    var _ = frame.write(writer, context, context.newPromise());
  }

  /** Sends the frames that were added. */
  public void flush() throws IOException {
    context.flush();
    for (ByteBuf next = queue.readOutbound(); next != null; next = queue.readOutbound()) {
      next.readBytes(socket.getOutputStream(), next.readableBytes());
      next.release();
    }
  }

  /** Waits for bytes, a part of a frame or several; the end is an {@link EOFException}. */
  public int await() throws IOException {
    int count = socket.getInputStream().read(received);
    if (count < 0) {
      throw new EOFException("the connection ended");
    }
    return count;
  }

  /** Passes on every frame that is whole with those bytes. */
  public void read(int count, Http2FrameListener to) throws Http2Exception {
    unread.writeBytes(received, 0, count);
    reader.readFrame(context, unread, to);
    unread.discardReadBytes();
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
