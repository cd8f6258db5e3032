package io.ebbgate.webhook.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

/** A WebSocket of text messages, the client's side (RFC 6455). */
record WebSocketSession(Connection connection, String pod) implements Session {
  private static final int SWITCHED = 101;
  private static final String SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  /** 1000, a normal end, as two bytes. */
  private static final String NORMAL = "\u0003\u00e8";

  /**
   * Upgrades the connection.
   *
   * @throws NotUpgradedException for another status than 101
   */
  static WebSocketSession upgraded(Connection connection, Requests requests, Kind kind)
      throws IOException {
    byte[] random = new byte[16];
    ThreadLocalRandom.current().nextBytes(random);
    String key = Base64.getEncoder().encodeToString(random);
    String head =
        """
        GET %s HTTP/1.1
        Host: %s
        Connection: Upgrade
        Upgrade: websocket
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: %s

        """
            .formatted(requests.path(kind), requests.host(), key)
            .replace("\n", "\r\n");
    connection.write(head.getBytes(StandardCharsets.US_ASCII));
    Http1Answer answer = Http1Answer.head(connection.in());
    if (answer.status() != SWITCHED) {
      throw new NotUpgradedException(answer.status());
    }
    if (!answer.value("sec-websocket-accept").equals(accept(key))) {
      throw new ProtocolException("the key's answer was expected");
    }
    return new WebSocketSession(connection, answer.value(LoadClient.POD_HEADER));
  }

  /** The server's answer to a client's {@code Sec-WebSocket-Key} (RFC 6455 §4.2.2). */
  static String accept(String key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      byte[] digest = sha1.digest((key + SUFFIX).getBytes(StandardCharsets.ISO_8859_1));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException brokenJdk) {
      throw new IllegalStateException("This JDK has no SHA-1.", brokenJdk);
    }
  }

  /** An upgrade was answered with a status other than 101. */
  static final class NotUpgradedException extends IOException {
    private static final long serialVersionUID = 1;

    private NotUpgradedException(int status) {
      super("101 was expected and " + status + " came");
    }
  }

  @Override
  public void send(String text) throws IOException {
    write(WebSocketFrame.TEXT, text);
  }

  @Override
  public String receive() throws IOException {
    WebSocketFrame frame = next();
    while (frame.opcode() != WebSocketFrame.TEXT) {
      takeControl(frame);
      frame = next();
    }
    return frame.payload();
  }

  @Override
  public void readUnrequested() throws IOException {
    takeControl(next());
  }

  @Override
  public void close() throws IOException {
    write(WebSocketFrame.CLOSE, NORMAL);
    for (WebSocketFrame frame = next(); frame.opcode() != WebSocketFrame.CLOSE; frame = next()) {
      takeControl(frame);
    }
  }

  /** Answers a control frame; a close before this side's own is an end too early. */
  private void takeControl(WebSocketFrame control) throws IOException {
    switch (control.opcode()) {
      case WebSocketFrame.PING -> write(WebSocketFrame.PONG, control.payload());
      case WebSocketFrame.PONG -> {}
      case WebSocketFrame.CLOSE -> throw new EOFException("the server closed");
      default -> throw new ProtocolException("unrequested frame " + control.opcode());
    }
  }

  private WebSocketFrame next() throws IOException {
    WebSocketFrame frame = WebSocketFrame.read(connection.in());
    if (frame.masked()) {
      throw new ProtocolException("a server must not mask");
    }
    return frame;
  }

  private void write(int opcode, String payload) throws IOException {
    connection.write(new WebSocketFrame(opcode, true, payload).bytes());
  }
}
