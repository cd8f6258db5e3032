package io.ebbgate.sidecar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** One HTTP call on a socket of its own, read to the connection's end. */
final class RawHttp {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** An answer as it came. */
  record Answer(int status, String head, String body, Duration took) {}

  private RawHttp() {}

  /** A call without a body; headers as pairs. */
  static Answer call(InetSocketAddress address, String method, String path, String... headers)
      throws IOException {
    return send(address, method, path, "", headers);
  }

  /** A call with a body. */
  static Answer send(
      InetSocketAddress address, String method, String path, String body, String... headers)
      throws IOException {
    StringBuilder request = new StringBuilder();
    request.append(method).append(' ').append(path).append(" HTTP/1.1\r\n");
    boolean host = false;
    for (int i = 0; i < headers.length; i += 2) {
      host |= headers[i].equals("Host");
      request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
    }
    request.append(host ? "" : "Host: localhost\r\n");
    request.append("Content-Length: ").append(body.length()).append("\r\n\r\n").append(body);
    return say(address, request.toString());
  }

  /** Says this and reads what comes. */
  static Answer say(InetSocketAddress address, String request) throws IOException {
    long began = System.nanoTime();
    try (Socket socket = new Socket()) {
      socket.connect(address, (int) LIMIT.toMillis());
      socket.setSoTimeout((int) LIMIT.toMillis());
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      String text = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
      int end = text.indexOf("\r\n\r\n");
      if (end < 0) {
        throw new IOException("cut after " + text.length() + " bytes: " + text);
      }
      return new Answer(
          Integer.parseInt(text.substring(9, 12)),
          text.substring(0, end),
          text.substring(end + 4),
          Duration.ofNanos(System.nanoTime() - began));
    }
  }
}
