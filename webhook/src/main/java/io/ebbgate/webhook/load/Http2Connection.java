package io.ebbgate.webhook.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * One HTTP/2 connection with prior knowledge (RFC 9113 §3.3) and its requests in flight. After a
 * GOAWAY it takes no more, and closes when the last has ended.
 */
final class Http2Connection extends Http2FrameAdapter {
  private record InFlight(long intended, long sent, int status, String pod) {
    Ending ended() {
      return status == 0 ? Ending.GARBLED : status / 100 == 2 ? Ending.ANSWERED : Ending.STATUS;
    }

    Ending cut() {
      return status == 0 ? Ending.CUT_UNANSWERED : Ending.CUT_IN_ANSWER;
    }
  }

  /** The prefix of a gRPC message without content: not compressed, four bytes of length. */
  private static final byte[] EMPTY_MESSAGE = new byte[5];

  /** The trailer that says how a stream ended; 0 is well. */
  private static final String GRPC_STATUS = "grpc-status";

  /** Of a stream whose trailers say that it failed. */
  private static final int FAILED = 500;

  /** Bytes of answers after which the connection's window is renewed, which a test would use up. */
  private static final int UPDATE = 1 << 20;

  private final Kind kind;
  private final Target target;
  private final Http2Frames frames;
  private final Http2Headers request;
  private final NavigableMap<Integer, InFlight> open = new TreeMap<>();
  private int nextStream = 1;
  private int sinceUpdate;
  private long mostStreams = Long.MAX_VALUE;
  private boolean goaway;
  private boolean closing;
  private boolean closed;
  private boolean cut;

  private Http2Connection(Kind kind, Target target, Http2Frames frames) {
    this.kind = kind;
    this.target = target;
    this.frames = frames;
    this.request =
        new DefaultHttp2Headers()
            .method(kind == Kind.GRPC ? "POST" : "GET")
            .scheme(target.requests().tls(kind) ? "https" : "http")
            .path(target.requests().path(kind))
            .authority(target.requests().host());
    if (kind == Kind.GRPC) {
      var _ = request.add("content-type", "application/grpc").add("te", "trailers");
    }
  }

  static Http2Connection open(Kind kind, Target target) throws IOException {
    Socket socket = target.open(kind);
    Http2Frames frames = new Http2Frames(socket);
    try {
      socket.setSoTimeout(0);
      frames.greet();
    } catch (IOException failed) {
      frames.close();
      throw failed;
    }
    Http2Connection connection = new Http2Connection(kind, target, frames);
    Thread.ofVirtual().name("http2").start(connection::read);
    return connection;
  }

  /** Sends a request; false, and nothing is sent, where the connection takes none any more. */
  synchronized boolean send(long intended) {
    if (closing || closed || open.size() >= mostStreams) {
      return false;
    }
    int stream = nextStream;
    nextStream += 2;
    long sent = target.ticker().nanos();
    try {
      boolean message = kind == Kind.GRPC;
      frames.add(
          (writer, context, p) -> writer.writeHeaders(context, stream, request, 0, !message, p));
      if (message) {
        frames.add((writer, context, p) ->
            writer.writeData(context, stream, Unpooled.wrappedBuffer(EMPTY_MESSAGE), 0, true, p));
      }
      frames.flush();
      open.put(stream, new InFlight(intended, sent, 0, ""));
    } catch (IOException broken) {
      target.ended(kind, "", intended, sent, Ending.CUT_BEFORE_SENT);
      closing = true;
    }
    return true;
  }

  /** Takes no more requests; closes as soon as none is in flight. */
  synchronized void closeWhenDone() {
    closing = true;
    closeIfDone();
  }

  /** Gives up requests that have waited too long; true when the connection is closed. */
  synchronized boolean expire() {
    long now = target.ticker().nanos();
    long cancel = Http2Error.CANCEL.code();
    for (Map.Entry<Integer, InFlight> each : Map.copyOf(open).entrySet()) {
      if (now - target.deadline(each.getValue().sent) >= 0) {
        int stream = each.getKey();
        end(stream, _ -> Ending.TIMEOUT);
        frames.add((writer, context, p) -> writer.writeRstStream(context, stream, cancel, p));
      }
    }
    try {
      frames.flush();
      closeIfDone();
    } catch (IOException broken) {
      frames.close(); // the reader sees it and ends what is in flight
    }
    return closed;
  }

  /** Whether it ended with requests in flight. */
  synchronized boolean cut() {
    return cut;
  }

  private void read() {
    boolean garbled = false;
    try {
      while (true) {
        take(frames.await());
      }
    } catch (Http2Exception | IllegalArgumentException notHttp2) {
      garbled = true;
    } catch (IOException end) {
      // The usual end: closed by the server, by a reset or by this side.
    }
    frames.close();
    finish(garbled);
  }

  private synchronized void take(int count) throws Http2Exception, IOException {
    frames.read(count, this);
    frames.flush();
    closeIfDone();
  }

  /** An answer's head, an interim answer, or trailers, which have no status. */
  @Override
  public void onHeadersRead(
      ChannelHandlerContext context, int stream, Http2Headers headers, int padding, boolean end) {
    int status = headers.getInt(Http2Headers.PseudoHeaderName.STATUS.value(), 0);
    String pod = headers.get(LoadClient.POD_HEADER, "").toString();
    if (status >= 200) {
      open.computeIfPresent(stream, (_, r) -> new InFlight(r.intended, r.sent, status, pod));
    }
    if (!headers.get(GRPC_STATUS, "0").toString().equals("0")) {
      open.computeIfPresent(stream, (_, r) -> new InFlight(r.intended, r.sent, FAILED, r.pod));
    }
    endIf(end, stream);
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
  public int onDataRead(
      ChannelHandlerContext context, int stream, ByteBuf data, int padding, boolean end) {
    if (end && kind == Kind.GRPC) {
      end(stream, InFlight::cut); // its status is missing
    }
    endIf(end, stream);
    int count = data.readableBytes() + padding;
    sinceUpdate += count;
    if (sinceUpdate >= UPDATE) {
      int more = sinceUpdate;
      frames.add((writer, to, promise) -> writer.writeWindowUpdate(to, 0, more, promise));
      sinceUpdate = 0;
    }
    return count;
  }

  @Override
  public void onRstStreamRead(ChannelHandlerContext context, int stream, long error) {
    end(stream, InFlight::cut);
  }

  /** May come twice, the second with the real last stream. */
  @Override
  public void onGoAwayRead(ChannelHandlerContext context, int last, long error, ByteBuf debug) {
    if (!goaway) {
      target.ledger().add(kind, CleanClose.TOLD_TO_CLOSE);
    }
    goaway = true;
    closing = true;
    for (int stream : List.copyOf(open.tailMap(last, false).keySet())) {
      end(stream, _ -> Ending.GOAWAY_REFUSED);
    }
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings) {
    Long most = settings.maxConcurrentStreams();
    mostStreams = most == null ? mostStreams : most;
    frames.add((writer, to, promise) -> writer.writeSettingsAck(to, promise));
  }

  @Override
  public void onPingRead(ChannelHandlerContext context, long data) {
    frames.add((writer, to, promise) -> writer.writePing(to, true, data, promise));
  }

  private void endIf(boolean end, int stream) {
    if (end) {
      end(stream, InFlight::ended);
    }
  }

  private void end(int stream, Function<InFlight, Ending> ending) {
    InFlight ended = open.remove(stream);
    if (ended != null) {
      target.ended(kind, ended.pod, ended.intended, ended.sent, ending.apply(ended));
    }
  }

  private void closeIfDone() {
    if (closing && open.isEmpty()) {
      frames.close();
    }
  }

  private synchronized void finish(boolean garbled) {
    if (open.isEmpty() && !closing) {
      target.ledger().add(kind, CleanClose.CLOSED_IDLE);
    }
    cut = !open.isEmpty();
    for (int stream : List.copyOf(open.keySet())) {
      end(stream, ending -> garbled ? Ending.GARBLED : ending.cut());
    }
    closed = true;
  }
}
