package io.ebbgate.sidecar.http;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Connections whose request hasn't come yet. There is room for so many; one more waits, with all
 * behind it in the kernel's backlog, until a request has been read or a connection has said nothing
 * for a moment, which then is closed. So who is slow pushes out only who is slow: a request that
 * has arrived is answered, though it may wait behind as many as the backlog keeps.
 */
final class Newcomers {
  private static final int MOST = 128;

  /** Who connects to ask something has asked by then. */
  private static final Duration MOMENT = Duration.ofMillis(100);

  private static final Duration LOOK = Duration.ofMillis(10);

  private final Map<Socket, Long> waiting = new LinkedHashMap<>();

  /** Takes one in, as soon as there is room. */
  synchronized void add(Socket socket) throws InterruptedException {
    while (waiting.size() >= MOST && !closeOne()) {
      TimeUnit.NANOSECONDS.timedWait(this, LOOK.toNanos());
    }
    waiting.put(socket, System.nanoTime());
  }

  synchronized void remove(Socket socket) {
    waiting.remove(socket);
    notifyAll();
  }

  private boolean closeOne() {
    long now = System.nanoTime();
    Iterator<Map.Entry<Socket, Long>> oldest = waiting.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<Socket, Long> next = oldest.next();
      if (now - next.getValue() < MOMENT.toNanos()) {
        return false;
      }
      if (silent(next.getKey())) {
        Departing.close(next.getKey());
        oldest.remove();
        return true;
      }
    }
    return false;
  }

  /** Nothing of it is there that has not been read. */
  private static boolean silent(Socket socket) {
    try {
      return socket.getInputStream().available() == 0;
    } catch (IOException _) {
      return true;
    }
  }
}
