package io.ebbgate.tool.load;

import io.netty.handler.codec.http2.Http2Headers;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;

/** Frames on a socket, with prior knowledge (RFC 9113 §3.3); answers settings and pings itself. */
final class Http2Wire implements Closeable {
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /** No push, and a window of 2 GiB for every stream; the update gives the connection the same. */
  private static final byte[] SETTINGS = HexFormat.of().parseHex("00020000000000047fffffff");

  private static final byte[] WINDOW = HexFormat.of().parseHex("7fff0000");
  private static final byte[] CANCEL = HexFormat.of().parseHex("00000008");
  private static final int MAX_CONCURRENT_STREAMS = 3;

  /** What a server can send on an HTTP/2 connection that matters to its client. */
  sealed interface Event {
    /** An answer's head, an interim answer or trailers; status 0 where the block had none. */
    record Headers(int stream, int status, String pod, boolean end) implements Event {}

    /** A part of an answer's body. */
    record Data(int stream, boolean end) implements Event {}

    /** A stream was reset. */
    record Reset(int stream) implements Event {}

    /** No new streams, and none above {@code last} was processed. */
    record Goaway(int last) implements Event {}

    /** How many streams the server takes at once. */
    record MostStreams(int count) implements Event {}
  }

  private final Socket socket;
  private final DataInputStream in;
  private final Hpack hpack = new Hpack();

  private Http2Wire(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 4_096));
  }

  static Http2Wire open(InetSocketAddress to, Duration limit) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(to, (int) limit.toMillis());
      ByteArrayOutputStream hello = new ByteArrayOutputStream();
      hello.writeBytes(PREFACE);
      hello.writeBytes(new Frame(Frame.SETTINGS, 0, 0, SETTINGS).bytes());
      hello.writeBytes(new Frame(Frame.WINDOW_UPDATE, 0, 0, WINDOW).bytes());
      socket.getOutputStream().write(hello.toByteArray());
      return new Http2Wire(socket);
    } catch (IOException failed) {
      socket.close();
      throw failed;
    }
  }

  void get(int stream, String path) throws IOException {
    int flags = Frame.END_HEADERS | Frame.END_STREAM;
    write(new Frame(Frame.HEADERS, flags, stream, Hpack.get(path)));
  }

  void cancel(int stream) throws IOException {
    write(new Frame(Frame.RST_STREAM, 0, stream, CANCEL));
  }

  /** The next event; an end of the connection is an exception. For one thread. */
  Event next() throws IOException {
    while (true) {
      Frame frame = Frame.read(in);
      boolean end = frame.has(Frame.END_STREAM);
      switch (frame.type()) {
        case Frame.HEADERS -> {
          return headers(frame.stream(), hpack.read(frame.stream(), block(frame)), end);
        }
        case Frame.DATA -> {
          return new Event.Data(frame.stream(), end);
        }
        case Frame.RST_STREAM -> {
          return new Event.Reset(frame.stream());
        }
        case Frame.GOAWAY -> {
          return new Event.Goaway(frame.number(0) & Integer.MAX_VALUE);
        }
        case Frame.SETTINGS -> {
          if (!frame.has(Frame.ACK)) {
            write(new Frame(Frame.SETTINGS, Frame.ACK, 0, new byte[0]));
            return new Event.MostStreams(setting(frame, MAX_CONCURRENT_STREAMS));
          }
        }
        case Frame.PING -> {
          if (!frame.has(Frame.ACK)) {
            write(new Frame(Frame.PING, Frame.ACK, 0, frame.payload()));
          }
        }
        default -> {
          // Window updates don't matter to requests without a body; unknown types are ignored.
        }
      }
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException alreadyBroken) {
      // The read or write before has failed, and was recorded.
    }
  }

  private synchronized void write(Frame frame) throws IOException {
    socket.getOutputStream().write(frame.bytes());
  }

  private byte[] block(Frame headers) throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.writeBytes(headers.block());
    for (Frame part = headers; !part.has(Frame.END_HEADERS); ) {
      part = Frame.read(in);
      block.writeBytes(part.payload());
    }
    return block.toByteArray();
  }

  private static Event headers(int stream, Http2Headers headers, boolean end) {
    CharSequence status = headers.status();
    CharSequence pod = headers.get(LoadClient.POD_HEADER);
    return new Event.Headers(
        stream,
        status == null ? 0 : Integer.parseInt(status.toString()),
        pod == null ? "" : pod.toString(),
        end);
  }

  private static int setting(Frame settings, int wanted) {
    int value = Integer.MAX_VALUE;
    ByteBuffer each = ByteBuffer.wrap(settings.payload());
    while (each.remaining() >= 6) {
      int name = each.getShort();
      int found = each.getInt();
      value = name == wanted && found >= 0 ? found : value;
    }
    return value;
  }
}
