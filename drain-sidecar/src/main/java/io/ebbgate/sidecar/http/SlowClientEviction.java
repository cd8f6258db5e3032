package io.ebbgate.sidecar.http;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Connections whose request has not arrived yet: at most {@link #MOST}. If there is no room, the
 * next one waits, with all behind it in the kernel's backlog, until a request has arrived or a
 * client has been silent for {@link #PATIENCE}, whose connection is closed. So slow clients evict
 * slow clients only: a request that has arrived is answered.
 */
final class SlowClientEviction {
  private static final int MOST = 128;

  /** How long a client may be silent before its connection may be closed. */
  private static final Duration PATIENCE = Duration.ofMillis(100);

  private static final Duration RETRY = Duration.ofMillis(10);

  private final Map<Socket, Long> waiting = new LinkedHashMap<>();

  /** Adds a connection, as soon as there is room. */
  synchronized void add(Socket socket) throws InterruptedException {
    while (waiting.size() >= MOST && !evict()) {
      TimeUnit.NANOSECONDS.timedWait(this, RETRY.toNanos());
    }
    waiting.put(socket, System.nanoTime());
  }

  synchronized void remove(Socket socket) {
    waiting.remove(socket);
    notifyAll();
  }

  private boolean evict() {
    long now = System.nanoTime();
    Iterator<Map.Entry<Socket, Long>> oldest = waiting.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<Socket, Long> next = oldest.next();
      if (now - next.getValue() < PATIENCE.toNanos()) {
        return false;
      }
      if (silent(next.getKey())) {
        ClosingConnections.close(next.getKey());
        oldest.remove();
        return true;
      }
    }
    return false;
  }

  /** Whether no byte has arrived that has not been read. */
  private static boolean silent(Socket socket) {
    try {
      return socket.getInputStream().available() == 0;
    } catch (IOException _) {
      return true;
    }
  }
}
