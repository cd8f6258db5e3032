package io.ebbgate.sidecar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands between a sidecar and Envoy's admin interface, and has when each call came. */
final class AdminCalls implements AutoCloseable {
  private static final int LONGEST = 8192;

  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final RawServer server;

  /**
   * A call.
   *
   * @param line its request line
   * @param at nanoseconds of {@link System#nanoTime()}
   */
  record Call(String line, long at) {
    boolean changesState() {
      return line.startsWith("POST ");
    }
  }

  private AdminCalls(InetSocketAddress envoy) throws IOException {
    server = RawServer.saying(client -> pass(client, envoy));
  }

  /** Passes calls on to this admin interface. */
  static AdminCalls to(String admin) throws IOException {
    return new AdminCalls(SocketAddressText.bound(admin).orElseThrow());
  }

  private void pass(Socket client, InetSocketAddress envoy) throws IOException {
    byte[] request = head(client.getInputStream());
    calls.add(new Call(new String(request, ISO_8859_1).lines().findFirst().orElse(""), now()));
    try (Socket upstream = new Socket(envoy.getAddress(), envoy.getPort())) {
      upstream.getOutputStream().write(request);
      var _ = upstream.getInputStream().transferTo(client.getOutputStream());
    }
  }

  private static long now() {
    return System.nanoTime();
  }

  /** To the empty line, after which no call of the sidecar sends anything. */
  private static byte[] head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < LONGEST && head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.append((char) next);
    }
    return head.toString().getBytes(ISO_8859_1);
  }

  /** As the setting of a sidecar. */
  String setting() {
    return "127.0.0.1:" + server.address().getPort();
  }

  /** Those that change state, in their order. */
  List<Call> changes() {
    return calls.stream().filter(Call::changesState).toList();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
