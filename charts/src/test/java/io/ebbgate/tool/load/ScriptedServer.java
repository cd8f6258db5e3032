package io.ebbgate.tool.load;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A server whose connections follow a test's script; it counts them and their requests. */
final class ScriptedServer implements Closeable {
  private final Listener listener;
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();

  /** What happens on one connection; it is closed afterwards, however this ends. */
  @FunctionalInterface
  interface Script {
    void run(Peer peer) throws Exception;
  }

  /**
   * A connection, from the server's side.
   *
   * @param number of the connection, from 1
   * @param wire the TCP connection, which TLS may use
   * @param requests all that the server has received
   */
  record Peer(
      int number, Socket wire, Socket socket, BufferedReader reader, AtomicInteger requests) {
    static final String OK = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nx-pod: scripted\r\n\r\nok";

    static Peer of(int number, Socket wire, Socket socket, AtomicInteger requests)
        throws IOException {
      InputStream in = socket.getInputStream();
      return new Peer(
          number,
          wire,
          socket,
          new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1)),
          requests);
    }

    /** Reads one HTTP/1.1 request; false at the end of the connection. */
    boolean readRequest() throws IOException {
      String line = reader.readLine();
      if (line == null) {
        return false;
      }
      while (!reader.readLine().isEmpty()) {
        // headers
      }
      requests.incrementAndGet();
      return true;
    }

    void send(String text) throws IOException {
      send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
    }

    /** Answers one request. */
    void answer(String text) throws IOException {
      readRequest();
      send(text);
    }

    /** Answers every request until the client closes. */
    void answerAll(String text) throws IOException {
      while (readRequest()) {
        send(text);
      }
    }

    /** Reads until the client closes. */
    void readAll() throws IOException {
      socket.getInputStream().readAllBytes();
    }

    /** Resets the connection once the client has read all that was sent: a reset discards it. */
    void reset() throws IOException, InterruptedException {
      SocketQueues.awaitEmpty(wire);
      Relay.reset(wire);
    }
  }

  private ScriptedServer(Script script) throws IOException {
    listener =
        Listener.open(
            InetAddress.getLoopbackAddress(),
            0,
            "scripted-server",
            client -> script.run(Peer.of(connections.incrementAndGet(), client, client, requests)));
  }

  static ScriptedServer open(Script script) throws IOException {
    return new ScriptedServer(script);
  }

  InetSocketAddress address() {
    return listener.address();
  }

  int connections() {
    return connections.get();
  }

  int requests() {
    return requests.get();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
