package io.ebbgate.webhook.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A client without a library's good manners. */
record RawConnection(SSLSocket socket) implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  static RawConnection open(SSLContext trust, int port) throws IOException {
    SSLSocket socket =
        (SSLSocket) trust.getSocketFactory().createSocket(InetAddress.ofLiteral("127.0.0.1"), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return new RawConnection(socket);
  }

  void send(String text) throws IOException {
    send(text.getBytes(ISO_8859_1));
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** An answer's status line and headers. */
  String readHead() throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new EOFException("after " + head);
      }
      head.append((char) next);
    }
    return head.toString();
  }

  /** Everything until the server closes; a reset ends it too. */
  String readToEnd() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
