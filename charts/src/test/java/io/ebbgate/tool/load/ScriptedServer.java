package io.ebbgate.tool.load;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that treats its connections as a test says, and counts them and their requests. */
final class ScriptedServer implements Closeable {
  /** What happens on one connection; it is closed afterwards, however this ends. */
  @FunctionalInterface
  interface Manners {
    void treat(Guest guest) throws Exception;
  }

  /** A connection, from the server's side; {@code number} counts from 1. */
  record Guest(int number, Socket socket, BufferedReader in, AtomicInteger requests) {
    /** Reads one HTTP/1.1 request; false at the end of the connection. */
    boolean request() throws IOException {
      String line = in.readLine();
      if (line == null) {
        return false;
      }
      while (!in.readLine().isEmpty()) {
        // headers
      }
      requests.incrementAndGet();
      return true;
    }

    void say(String text) throws IOException {
      say(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void say(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
    }

    void ok() throws IOException {
      say("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nx-pod: rough\r\n\r\nok");
    }

    /** Not before the client has read what was said: a reset takes the rest from it. */
    void reset() throws IOException, InterruptedException {
      SocketQueues.awaitNone(socket);
      Relay.reset(socket);
    }
  }

  private final ServerSocket server;
  private final Manners manners;
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();

  private ScriptedServer(ServerSocket server, Manners manners) {
    this.server = server;
    this.manners = manners;
  }

  static ScriptedServer open(Manners manners) throws IOException {
    ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    ScriptedServer server = new ScriptedServer(socket, manners);
    Thread.ofVirtual().start(server::accept);
    return server;
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  int connections() {
    return connections.get();
  }

  int requests() {
    return requests.get();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> treat(socket));
      }
    } catch (IOException closed) {
      // The end: close() was called.
    }
  }

  private void treat(Socket socket) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      manners.treat(new Guest(connections.incrementAndGet(), socket, in, requests));
    } catch (Exception clientLeft) {
      // The client's ledger is what tests look at.
    }
  }
}
