package io.ebbgate.sidecar;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client with a WebSocket that it never ends: when the first gateway resets it, it connects to
 * the second one at once, as a balancer would send it.
 */
final class LongSession implements AutoCloseable {
  private static final String UPGRADE =
      """
      GET / HTTP/1.1
      Host: a
      Connection: Upgrade
      Upgrade: websocket
      Sec-WebSocket-Version: 13
      Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==

      """
          .replace("\n", "\r\n");

  private static final int MOST_TRIES = 10;

  private final AtomicInteger resets = new AtomicInteger();
  private final CompletableFuture<Instant> reconnected = new CompletableFuture<>();
  private final int later;
  private volatile Socket socket;
  private volatile Instant resetAt = Instant.EPOCH;

  private LongSession(int later, Socket socket) {
    this.later = later;
    this.socket = socket;
  }

  /** Connects to the first of these ports; is upgraded when this returns. */
  static LongSession open(int port, int later) throws IOException {
    LongSession session = new LongSession(later, upgraded(port));
    Thread.ofVirtual().start(session::stay);
    return session;
  }

  private static Socket upgraded(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.getOutputStream().write(UPGRADE.getBytes(US_ASCII));
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException(head.toString());
      }
      head.append((char) next);
    }
    if (!head.toString().startsWith("HTTP/1.1 101")) {
      throw new IOException(head.toString());
    }
    return socket;
  }

  private void stay() {
    try {
      socket.getInputStream().read();
    } catch (IOException _) {
      resetAt = Instant.now();
      resets.incrementAndGet();
      reconnect();
    }
  }

  /** As often as it takes: a busy machine's backend may refuse it for a moment. */
  private void reconnect() {
    for (int tries = 1; !reconnected.isDone(); tries++) {
      try {
        socket = upgraded(later);
        reconnected.complete(Instant.now());
      } catch (IOException e) {
        if (tries == MOST_TRIES) {
          reconnected.completeExceptionally(e);
        }
      }
    }
  }

  /** How often it was reset: no other end counts. */
  int resets() {
    return resets.get();
  }

  /** When it was reset. */
  Instant resetAt() {
    return resetAt;
  }

  /** Whether the second gateway has upgraded it. */
  boolean reconnected() {
    return reconnected.isDone();
  }

  /** When it did. */
  Instant reconnectedAt() {
    return reconnected.join();
  }

  static void closeAll(List<LongSession> sessions) throws IOException {
    for (LongSession each : sessions) {
      each.close();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
