package io.ebbgate.sidecar;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.ebbgate.core.testkit.RealEnvoy;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;

/** A client on one connection that never retries and goes when it is told to. */
final class KeepAlive implements AutoCloseable {
  private final Socket socket;
  private boolean told;

  KeepAlive(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(30_000);
  }

  /** Connects to a listener of this Envoy. */
  static KeepAlive to(RealEnvoy envoy, String listener) throws IOException {
    return new KeepAlive(
        new Socket(InetAddress.getLoopbackAddress(), envoy.listener(listener).getPort()));
  }

  /** Sends a request and reads its answer; throws where the answer isn't 200 or is cut. */
  void get(String path) throws IOException {
    send(path);
    receive();
  }

  void send(String path) throws IOException {
    String request = "GET " + path + " HTTP/1.1\r\nHost: gateway\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(US_ASCII));
  }

  void receive() throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("cut after '" + head + "'");
      }
      head.append((char) next);
    }
    if (!head.toString().startsWith("HTTP/1.1 200")) {
      throw new IOException(head.toString());
    }
    told = head.toString().toLowerCase(Locale.ROOT).contains("connection: close");
    in.readNBytes(2);
  }

  /** The last answer said that the connection ends. */
  boolean told() {
    return told;
  }

  /** Ends the session before its time. */
  void hangUp() throws IOException {
    socket.close();
  }

  @Override
  public void close() throws IOException {
    hangUp();
  }
}
