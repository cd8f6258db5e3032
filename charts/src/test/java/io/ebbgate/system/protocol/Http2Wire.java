package io.ebbgate.system.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.ebbgate.webhook.load.Http2Frames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** One HTTP/2 connection with prior knowledge, for requests and streams of gRPC. */
final class Http2Wire extends Http2FrameAdapter implements Closeable {
  private final Http2Frames frames;
  private final Map<Integer, Integer> messages = new HashMap<>();
  private final Map<Integer, Boolean> ended = new HashMap<>();
  private int nextStream = 1;
  private boolean goaway;

  Http2Wire(Socket socket) throws IOException {
    frames = new Http2Frames(socket);
    frames.greet();
  }

  /** A message of gRPC: not compressed, its length, its bytes. */
  static byte[] message(String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    return ByteBuffer.allocate(5 + bytes.length)
        .put((byte) 0)
        .putInt(bytes.length)
        .put(bytes)
        .array();
  }

  /** Sends a GET; returns its stream. */
  int get(String path) throws IOException {
    return send(headers("GET", path), true);
  }

  /** Begins a call of gRPC; returns its stream. */
  int call(String path) throws IOException {
    return send(
        headers("POST", path).add("content-type", "application/grpc").add("te", "trailers"), false);
  }

  private static Http2Headers headers(String method, String path) {
    return new DefaultHttp2Headers().method(method).scheme("http").path(path).authority("gateway");
  }

  private int send(Http2Headers request, boolean end) throws IOException {
    int stream = nextStream;
    nextStream += 2;
    frames.add((writer, to, p) -> writer.writeHeaders(to, stream, request, 0, end, p));
    frames.flush();
    return stream;
  }

  /** Sends a message of gRPC, the last one where the client's side ends with it. */
  void message(int stream, String text, boolean last) throws IOException {
    ByteBuf bytes = Unpooled.wrappedBuffer(message(text));
    frames.add((writer, to, p) -> writer.writeData(to, stream, bytes, 0, last, p));
    frames.flush();
  }

  /** Reads until the condition holds. */
  void readUntil(BooleanSupplier condition) throws IOException {
    while (!condition.getAsBoolean()) {
      int count = frames.await();
      try {
        frames.read(count, this);
      } catch (Http2Exception notHttp2) {
        throw new IOException(notHttp2);
      }
      frames.flush();
    }
  }

  /** Whether Envoy has said that the connection ends. */
  boolean goaway() {
    return goaway;
  }

  /** Data frames that came on a stream. */
  int messages(int stream) {
    return messages.getOrDefault(stream, 0);
  }

  /** Whether a stream has ended as a whole. */
  boolean whole(int stream) {
    return ended.getOrDefault(stream, false);
  }

  /** Whether a stream has ended. */
  boolean ended(int stream) {
    return ended.containsKey(stream);
  }

  /** Requests, and reads the response. */
  void ask(String path) throws IOException {
    int stream = get(path);
    readUntil(() -> ended(stream));
    if (!whole(stream)) {
      throw new IOException("the stream was reset");
    }
  }

  @Override
  public int onDataRead(
      ChannelHandlerContext context, int stream, ByteBuf data, int padding, boolean end) {
    messages.merge(stream, 1, Integer::sum);
    end(stream, end);
    return data.readableBytes() + padding;
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext context,
      int stream,
      Http2Headers headers,
      int dependency,
      short weight,
      boolean exclusive,
      int padding,
      boolean end) {
    onHeadersRead(context, stream, headers, padding, end);
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext context, int stream, Http2Headers headers, int padding, boolean end) {
    end(stream, end);
  }

  @Override
  public void onRstStreamRead(ChannelHandlerContext context, int stream, long error) {
    ended.put(stream, false);
  }

  @Override
  public void onGoAwayRead(ChannelHandlerContext context, int last, long error, ByteBuf debug) {
    goaway = true;
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings) {
    frames.add((writer, to, promise) -> writer.writeSettingsAck(to, promise));
  }

  private void end(int stream, boolean end) {
    if (end) {
      ended.put(stream, true);
    }
  }

  @Override
  public void close() {
    frames.close();
  }
}
