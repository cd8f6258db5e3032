package io.ebbgate.webhook.load;

import io.ebbgate.webhook.load.ScriptedServer.Peer;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The server's side of a session, for tests that break its rules. */
record SessionServer(Kind kind, Peer peer, LineInput in, StringBuilder received) {
  /** What it reports as its pod: an address, since TCP has no header. */
  static final String POD = "192.0.2.7";

  /** Accepts the session: a greeting line on TCP, an upgrade for a WebSocket. */
  static SessionServer accept(Kind kind, Peer peer) throws IOException {
    LineInput in = new LineInput(peer.socket().getInputStream());
    if (kind == Kind.TCP) {
      peer.send(POD + "\n");
    } else {
      in.line();
      String key = Http1Answer.fields(in).getOrDefault("sec-websocket-key", "");
      peer.send(
          "HTTP/1.1 101 Switching Protocols\r\nx-pod: %s\r\nsec-websocket-accept: %s\r\n\r\n"
              .formatted(POD, WebSocketSession.accept(key)));
    }
    return new SessionServer(kind, peer, in, new StringBuilder());
  }

  /** The next message; an {@link EOFException} where the client closes. */
  String receive() throws IOException {
    if (kind == Kind.TCP) {
      return in.line();
    }
    WebSocketFrame frame = WebSocketFrame.read(in);
    while (frame.opcode() == WebSocketFrame.PONG) {
      received.append(frame.payload());
      frame = WebSocketFrame.read(in);
    }
    if (frame.opcode() == WebSocketFrame.CLOSE) {
      throw new EOFException("the client closed");
    }
    return frame.payload();
  }

  /** Receives until the client closes. */
  void receiveAll() throws IOException {
    while (true) {
      receive();
    }
  }

  void send(String text) throws IOException {
    peer.send(bytes(text));
  }

  /** Sends only the first half of a message. */
  void sendHalf(String text) throws IOException {
    byte[] bytes = bytes(text);
    peer.send(Arrays.copyOf(bytes, bytes.length / 2));
  }

  void sendControl(int opcode, String payload) throws IOException {
    peer.send(new WebSocketFrame(opcode, false, payload).bytes());
  }

  /** Sends one message back; false where the client closes. */
  boolean echo() throws IOException {
    try {
      send(receive());
      return true;
    } catch (EOFException closed) {
      return false;
    }
  }

  /** Echoes until the client closes. */
  void echoAll() throws IOException {
    while (echo()) {
      // the next
    }
  }

  /** The payloads of all pongs, joined. */
  String pongs() {
    return received.toString();
  }

  private byte[] bytes(String text) {
    return kind == Kind.TCP
        ? (text + "\n").getBytes(StandardCharsets.ISO_8859_1)
        : new WebSocketFrame(WebSocketFrame.TEXT, false, text).bytes();
  }
}
