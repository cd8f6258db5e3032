package io.ebbgate.tool.kubelet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** The kubelet's own calls, on a plain socket: nothing is retried. */
final class KubeletHttp {
  private static final int CONNECT_MILLIS = 1_000;

  private KubeletHttp() {}

  /**
   * A GET; the status of the answer. A header of the handler stands in place of the kubelet's own,
   * and an empty {@code Accept} removes that.
   *
   * @param limit for each read; zero waits as long as it takes, as hooks do
   */
  static int get(Handler.Get get, String agent, Duration limit) throws IOException {
    try (Socket socket = connect(get.host(), get.port())) {
      socket.setSoTimeout(Math.toIntExact(limit.toMillis()));
      StringBuilder request = new StringBuilder("GET " + get.path() + " HTTP/1.1\r\n");
      headers(get, agent).forEach((name, value) -> request.append(name + ": " + value + "\r\n"));
      request.append("Connection: close\r\n\r\n");
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
      return status(socket);
    }
  }

  private static Map<String, String> headers(Handler.Get get, String agent) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("Host", get.host() + ":" + get.port());
    headers.put("User-Agent", agent);
    headers.put("Accept", "*/*");
    headers.putAll(get.headers());
    headers.remove("Accept", "");
    return headers;
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
