package io.ebbgate.system.pod;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** The kubelet's own calls, on a plain socket: nothing is tried twice behind our back. */
final class KubeletCall {
  private static final int CONNECT_MILLIS = 1_000;

  private KubeletCall() {}

  /**
   * A GET; the status of the answer.
   *
   * @param limit for each read; zero waits as long as it takes, as hooks do
   */
  static int get(Handler.Get get, String agent, Duration limit) throws IOException {
    try (Socket socket = connect(get.host(), get.port())) {
      socket.setSoTimeout(Math.toIntExact(limit.toMillis()));
      StringBuilder request = new StringBuilder("GET " + get.path() + " HTTP/1.1\r\n");
      request.append("Host: ").append(get.host()).append(':').append(get.port()).append("\r\n");
      request.append("User-Agent: ").append(agent).append("\r\nAccept: */*\r\n");
      for (Map.Entry<String, String> header : get.headers().entrySet()) {
        request.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
      }
      request.append("Connection: close\r\n\r\n");
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
      return status(socket);
    }
  }

  static Socket connect(String host, int port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
      return socket;
    } catch (IOException refused) {
      socket.close();
      throw refused;
    }
  }

  private static int status(Socket socket) throws IOException {
    BufferedReader answer =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    String line = answer.readLine();
    if (line == null || !line.matches("HTTP/1\\.[01] \\d{3}.*")) {
      throw new IOException("the answer was cut, or is not HTTP: " + line);
    }
    return Integer.parseInt(line.substring(9, 12));
  }
}
