package io.ebbgate.tool.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/** A WebSocket of text messages, the client's side (RFC 6455). */
record WebSocketSession(Connection line, String pod) implements Session {
  private static final int SWITCHED = 101;

  /** 1000, a normal end, as two bytes. */
  private static final String NORMAL = "\u0003\u00e8";

  /**
   * Asks for it.
   *
   * @throws NotUpgradedException for another status than 101
   */
  static WebSocketSession upgraded(Connection line, String path) throws IOException {
    WebSocketKey key = WebSocketKey.random();
    String head =
        """
        GET %s HTTP/1.1
        Host: gateway
        Connection: Upgrade
        Upgrade: websocket
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: %s

        """
            .formatted(path, key.text())
            .replace("\n", "\r\n");
    line.write(head.getBytes(StandardCharsets.US_ASCII));
    Http1Answer answer = Http1Answer.head(line.in());
    if (answer.status() != SWITCHED) {
      throw new NotUpgradedException(answer.status());
    }
    if (!answer.headers().text("sec-websocket-accept").equals(key.accept())) {
      throw new ProtocolException("the key's answer was expected");
    }
    return new WebSocketSession(line, answer.value(LoadClient.POD_HEADER));
  }

  @Override
  public void say(String text) throws IOException {
    write(WebSocketFrame.TEXT, text);
  }

  @Override
  public String hear() throws IOException {
    WebSocketFrame frame = next();
    while (frame.opcode() != WebSocketFrame.TEXT) {
      goOn(frame);
      frame = next();
    }
    return frame.payload();
  }

  @Override
  public void interrupted() throws IOException {
    goOn(next());
  }

  @Override
  public void leave() throws IOException {
    write(WebSocketFrame.CLOSE, NORMAL);
    for (WebSocketFrame frame = next(); frame.opcode() != WebSocketFrame.CLOSE; frame = next()) {
      goOn(frame);
    }
  }

  /** Takes a control frame; a close that this side has not asked for is an end too early. */
  private void goOn(WebSocketFrame control) throws IOException {
    switch (control.opcode()) {
      case WebSocketFrame.PING -> write(WebSocketFrame.PONG, control.payload());
      case WebSocketFrame.PONG -> {}
      case WebSocketFrame.CLOSE -> throw new EOFException("the server left");
      default -> throw new ProtocolException("nobody asked for frame " + control.opcode());
    }
  }

  private WebSocketFrame next() throws IOException {
    WebSocketFrame frame = WebSocketFrame.read(line.in());
    if (frame.masked()) {
      throw new ProtocolException("a server must not mask");
    }
    return frame;
  }

  private void write(int opcode, String payload) throws IOException {
    WebSocketFrame frame = new WebSocketFrame(opcode, true, payload);
    line.write(frame.bytes(ThreadLocalRandom.current().nextInt()));
  }
}
