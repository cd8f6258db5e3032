package io.ebbgate.tool.load;

import io.ebbgate.tool.load.ScriptedServer.Guest;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The server's side of a session, for tests that behave badly in it. */
final class SessionServer {
  /** What it says of who it is: an address, since TCP has nothing else. */
  static final String POD = "192.0.2.7";

  private final Kind kind;
  private final Guest guest;
  private final LineInput in;
  private final StringBuilder pongs = new StringBuilder();

  private SessionServer(Kind kind, Guest guest, LineInput in) {
    this.kind = kind;
    this.guest = guest;
    this.in = in;
  }

  /** Lets the guest in. */
  static SessionServer of(Kind kind, Guest guest) throws IOException {
    LineInput in = new LineInput(guest.socket().getInputStream());
    if (kind == Kind.TCP) {
      guest.say(POD + "\n");
    } else {
      in.line();
      String accept = new WebSocketKey(HeaderFields.read(in).text("sec-websocket-key")).accept();
      guest.say(
          "HTTP/1.1 101 Switching Protocols\r\nx-pod: %s\r\nsec-websocket-accept: %s\r\n\r\n"
              .formatted(POD, accept));
    }
    return new SessionServer(kind, guest, in);
  }

  /** The next message; an {@link EOFException} where the client leaves. */
  String hear() throws IOException {
    if (kind == Kind.TCP) {
      return in.line();
    }
    WebSocketFrame frame = WebSocketFrame.read(in);
    while (frame.opcode() == WebSocketFrame.PONG) {
      pongs.append(frame.payload());
      frame = WebSocketFrame.read(in);
    }
    if (frame.opcode() == WebSocketFrame.CLOSE) {
      throw new EOFException("the client left");
    }
    return frame.payload();
  }

  void say(String text) throws IOException {
    guest.say(bytes(text));
  }

  /** Only the beginning. */
  void sayHalf(String text) throws IOException {
    byte[] bytes = bytes(text);
    guest.say(Arrays.copyOf(bytes, bytes.length / 2));
  }

  /** One message back; false where the client leaves. */
  boolean echo() throws IOException {
    try {
      say(hear());
      return true;
    } catch (EOFException left) {
      return false;
    }
  }

  /** Everything that came back to pings. */
  String pongs() {
    return pongs.toString();
  }

  private byte[] bytes(String text) {
    return kind == Kind.TCP
        ? (text + "\n").getBytes(StandardCharsets.ISO_8859_1)
        : new WebSocketFrame(WebSocketFrame.TEXT, false, text).bytes();
  }
}
