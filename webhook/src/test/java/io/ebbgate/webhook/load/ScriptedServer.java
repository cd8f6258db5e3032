package io.ebbgate.webhook.load;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
      while (unread()) {
        Thread.sleep(1);
      }
      Relay.reset(wire);
    }

    /**
     * Whether one end has sent what the other has not read, as Linux counts it (proc_pid_net(5):
     * {@code tx_queue:rx_queue} of {@code /proc/net/tcp}).
     */
    private boolean unread() throws IOException {
      String here = ":%04X".formatted(wire.getLocalPort());
      String there = ":%04X".formatted(wire.getPort());
      for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
        for (String line : Files.readAllLines(Path.of(table))) {
          String[] words = line.strip().split("\\s+", -1);
          boolean ours = words[1].endsWith(here) && words[2].endsWith(there);
          boolean theirs = words[1].endsWith(there) && words[2].endsWith(here);
          if ((ours && !words[4].startsWith("00000000:"))
              || (theirs && !words[4].endsWith(":00000000"))) {
            return true;
          }
        }
      }
      return false;
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
