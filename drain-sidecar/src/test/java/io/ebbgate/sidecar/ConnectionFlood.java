package io.ebbgate.sidecar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Opens connection after connection to a port, says the same on each, and reads nothing. */
final class ConnectionFlood implements AutoCloseable {
  /** A full queue of the kernel lets a connection wait; the next one is due. */
  private static final int CONNECT_MILLIS = 200;

  private final InetSocketAddress port;
  private final int aSecond;
  private final int kept;
  private final byte[] request;
  private final AtomicLong attempts = new AtomicLong();
  private final List<Thread> clients = new ArrayList<>();
  private final long began = System.nanoTime();
  private volatile boolean over;

  private ConnectionFlood(InetSocketAddress port, int aSecond, int kept, String request) {
    this.port = port;
    this.aSecond = aSecond;
    this.kept = kept;
    this.request = request.getBytes(ISO_8859_1);
  }

  /**
   * Begins.
   *
   * @param clients that open them side by side
   * @param aSecond connections of all clients together
   * @param kept how many each client leaves open
   * @param request what is said; empty for nothing
   */
  static ConnectionFlood start(
      InetSocketAddress port, int clients, int aSecond, int kept, String request) {
    ConnectionFlood flood = new ConnectionFlood(port, aSecond, kept, request);
    for (int i = 0; i < clients; i++) {
      flood.clients.add(Thread.ofPlatform().start(flood::connect));
    }
    return flood;
  }

  /** How many connections have been tried. */
  long attempts() {
    return attempts.get();
  }

  /** Waits until so many have been tried. */
  void awaitAttempts(long many) throws InterruptedException {
    while (attempts.get() < many) {
      Thread.sleep(20);
    }
  }

  private void connect() {
    Deque<Socket> open = new ArrayDeque<>();
    while (!over) {
      try {
        Socket socket = new Socket();
        open.add(socket);
        socket.connect(port, CONNECT_MILLIS);
        socket.getOutputStream().write(request);
        if (open.size() > kept) {
          open.remove().close();
        }
      } catch (IOException _) {
        // The kernel's queue of connections is full, or the server has closed this one.
      }
      long due = began + attempts.incrementAndGet() * TimeUnit.SECONDS.toNanos(1) / aSecond;
      LockSupport.parkNanos(due - System.nanoTime());
    }
    open.forEach(ConnectionFlood::close);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // Closed by the other side.
    }
  }

  /** Ends it, and closes what is open. */
  void stop() {
    over = true;
    try {
      for (Thread client : clients) {
        client.join();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
  }
}
