package io.ebbgate.tool.wso2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2FrameStreamException;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The gRPC streams of one of Envoy's connections. */
final class ProcessingStreams extends ChannelInboundHandlerAdapter {
  private final PolicyEngine engine;

  /** What has come of a message that is not whole, of each open stream. */
  private final Map<Http2FrameStream, ByteBuf> open = new HashMap<>();

  ProcessingStreams(PolicyEngine engine) {
    this.engine = engine;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object frame) {
    try {
      switch (frame) {
        case Http2HeadersFrame head -> begin(context, head);
        case Http2DataFrame data -> read(context, data);
        case Http2ResetFrame reset -> forget(reset.stream());
        default -> {
          // Settings, pings and windows are the codec's.
        }
      }
    } finally {
      var _ = ReferenceCountUtil.release(frame);
    }
  }

  private void begin(ChannelHandlerContext context, Http2HeadersFrame head) {
    if (open.putIfAbsent(head.stream(), context.alloc().buffer()) == null) {
      engine.opened();
      Http2Headers answer =
          new DefaultHttp2Headers().status("200").set("content-type", "application/grpc");
      var _ = context.write(new DefaultHttp2HeadersFrame(answer).stream(head.stream()));
    }
    if (head.isEndStream()) {
      end(context, head.stream());
    }
  }

  private void read(ChannelHandlerContext context, Http2DataFrame data) {
    Http2FrameStream stream = data.stream();
    ByteBuf received = open.get(stream);
    int bytes = data.initialFlowControlledBytes();
    var _ = context.write(new DefaultHttp2WindowUpdateFrame(bytes).stream(stream));
    if (received == null) {
      return;
    }
    var _ = received.writeBytes(data.content());
    Optional<ProcessingMessage> message = ProcessingMessage.next(received);
    while (message.isPresent()) {
      engine.process(message.get(), answer -> send(context, stream, answer));
      message = ProcessingMessage.next(received);
    }
    var _ = received.discardReadBytes();
    if (data.isEndStream()) {
      end(context, stream);
    }
  }

  private void send(
      ChannelHandlerContext context, Http2FrameStream stream, ProcessingMessage.Answer answer) {
    if (open.containsKey(stream)) {
      var _ = context.writeAndFlush(new DefaultHttp2DataFrame(answer.frame()).stream(stream));
    }
  }

  /** Envoy needs nothing more of it. */
  private void end(ChannelHandlerContext context, Http2FrameStream stream) {
    forget(stream);
    Http2Headers trailers = new DefaultHttp2Headers().set("grpc-status", "0");
    var _ = context.write(new DefaultHttp2HeadersFrame(trailers, true).stream(stream));
  }

  private void forget(Http2FrameStream stream) {
    ByteBuf received = open.remove(stream);
    if (received != null) {
      var _ = received.release();
      engine.closed(1);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    context.flush();
  }

  /** What fails one stream, such as a frame that crossed its reset, ends no other. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof Http2FrameStreamException one) {
      forget(one.stream());
    } else {
      context.fireExceptionCaught(cause);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    engine.closed(open.size());
    open.values().forEach(ReferenceCountUtil::release);
    open.clear();
  }
}
