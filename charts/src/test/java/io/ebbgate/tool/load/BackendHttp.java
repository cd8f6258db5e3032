package io.ebbgate.tool.load;

import io.ebbgate.core.config.DurationText;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The backend's side of an HTTP/1.1 connection, which may become a WebSocket. */
final class BackendHttp {
  private static final Pattern DELAYED =
      Pattern.compile("GET \\S*[?&]" + Backend.DELAY + "=(\\w+).*");
  private static final int PIECES = 30;

  private final LineInput in;
  private final OutputStream out;
  private final LongAdder requests;

  BackendHttp(Socket client, LongAdder requests) throws IOException {
    this.in = new LineInput(client.getInputStream());
    this.out = client.getOutputStream();
    this.requests = requests;
  }

  /** Returns when a WebSocket was closed; the end of the connection is an exception. */
  void run() throws IOException {
    while (true) {
      String first = in.line();
      HeaderFields fields = HeaderFields.read(in);
      requests.increment();
      if (fields.value("upgrade").equals("websocket")) {
        upgrade(new WebSocketKey(fields.text("sec-websocket-key")));
        return;
      }
      answer(first);
    }
  }

  private void answer(String request) throws IOException {
    Matcher delayed = DELAYED.matcher(request);
    if (!delayed.matches()) {
      write("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nok\n");
      return;
    }
    Duration delay = DurationText.parse(delayed.group(1)).orElse(Duration.ZERO);
    write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
    for (int piece = 0; piece < PIECES; piece++) {
      LockSupport.parkNanos(delay.toNanos() / PIECES);
      write("2\r\n.\n\r\n");
    }
    write("0\r\n\r\n");
  }

  private void upgrade(WebSocketKey key) throws IOException {
    write(
        "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n"
            + "sec-websocket-accept: "
            + key.accept()
            + "\r\n\r\n");
    WebSocketFrame frame;
    do {
      frame = WebSocketFrame.read(in);
      if (!frame.masked()) {
        throw new ProtocolException("a client must mask");
      }
      out.write(reply(frame).bytes());
    } while (frame.opcode() != WebSocketFrame.CLOSE);
  }

  private static WebSocketFrame reply(WebSocketFrame to) {
    int opcode = to.opcode() == WebSocketFrame.PING ? WebSocketFrame.PONG : to.opcode();
    return new WebSocketFrame(opcode, false, to.payload());
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }
}
