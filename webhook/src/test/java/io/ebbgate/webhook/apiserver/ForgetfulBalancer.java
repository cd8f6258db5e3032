package io.ebbgate.webhook.apiserver;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A load balancer in front of a server. It can forget its connections as one does after an idle
 * time: neither side is told, and nothing goes through any more; new connections do.
 */
final class ForgetfulBalancer implements AutoCloseable {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private final ServerSocket listener = new ServerSocket(0, 50, HERE);
  private final List<Connection> connections = new CopyOnWriteArrayList<>();
  private final int port;

  /** One before the server at that port of this machine. */
  ForgetfulBalancer(int port) throws IOException {
    this.port = port;
    Thread.ofVirtual().start(this::accept);
  }

  private record Connection(Socket client, Socket server, AtomicBoolean forgotten) {
    void start() {
      Thread.ofVirtual().start(() -> copy(client, server));
      Thread.ofVirtual().start(() -> copy(server, client));
    }

    /** Until one side closes; what arrives when it is forgotten is dropped. */
    private void copy(Socket from, Socket to) {
      byte[] buffer = new byte[16384];
      try (from;
          to) {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          if (!forgotten.get()) {
            out.write(buffer, 0, count);
          }
        }
      } catch (IOException closed) {
        // The other direction ends with it.
      }
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Connection connection = new Connection(client, new Socket(HERE, port), new AtomicBoolean());
        connections.add(connection);
        connection.start();
      }
    } catch (IOException closed) {
      // By the test.
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  void forget() {
    connections.forEach(each -> each.forgotten().set(true));
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Connection each : connections) {
      each.client().close();
      each.server().close();
    }
  }
}
