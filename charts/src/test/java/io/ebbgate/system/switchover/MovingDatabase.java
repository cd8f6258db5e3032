package io.ebbgate.system.switchover;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A database of two servers that share their rows, as after replication: one takes writes, until
 * the other is promoted. A line is a row; the answer is {@code ok}, or {@code no} where it is not
 * the primary.
 */
final class MovingDatabase implements AutoCloseable {
  /** One of them. */
  final class Server implements AutoCloseable {
    private final ServerSocket socket;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    private Server() throws IOException {
      socket = new ServerSocket(0, 2_000, InetAddress.getLoopbackAddress());
    }

    private Server accepting() {
      var _ = Thread.ofVirtual().start(this::accept);
      return this;
    }

    InetSocketAddress address() {
      return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    int connections() {
      return connections.get();
    }

    /** Rows that clients wanted to write here though it is not the primary. */
    int refused() {
      return refused.get();
    }

    private void accept() {
      try {
        while (true) {
          Socket client = socket.accept();
          var _ = Thread.ofVirtual().start(() -> serve(client));
        }
      } catch (IOException _) {
        // Closed.
      }
    }

    private void serve(Socket client) {
      connections.incrementAndGet();
      try (client;
          BufferedReader lines =
              new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII))) {
        for (String row = lines.readLine(); row != null; row = lines.readLine()) {
          client.getOutputStream().write((write(row) ? "ok\n" : "no\n").getBytes(US_ASCII));
        }
      } catch (IOException _) {
        // The client has gone.
      } finally {
        connections.decrementAndGet();
      }
    }

    /** A row that is there is not written again, as by a unique key. */
    private boolean write(String row) {
      synchronized (MovingDatabase.this) {
        if (primary != this) {
          refused.incrementAndGet();
          return false;
        }
        rows.merge(row, 1, (count, _) -> count);
        return true;
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private final Map<String, Integer> rows = new ConcurrentHashMap<>();
  private final Server first = new Server();
  private final Server second = new Server();
  private Server primary = first;

  private MovingDatabase() throws IOException {}

  static MovingDatabase start() throws IOException {
    MovingDatabase database = new MovingDatabase();
    var _ = database.first.accepting();
    var _ = database.second.accepting();
    return database;
  }

  Server first() {
    return first;
  }

  Server second() {
    return second;
  }

  /** From here on the first takes no writes, and the second does. */
  synchronized void promote() {
    primary = second;
  }

  /** Back to the beginning. */
  synchronized void demote() {
    primary = first;
  }

  boolean has(String row) {
    return rows.containsKey(row);
  }

  @Override
  public void close() throws IOException {
    first.close();
    second.close();
  }
}
