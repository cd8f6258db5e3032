package io.ebbgate.sidecar.http;

import java.io.IOException;
import java.net.Socket;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Connections whose answer is sent, until the peer closes. There is room for so many; one more
 * closes the oldest, which has had its answer the longest.
 */
final class Departing {
  private static final int MOST = 128;

  private final Set<Socket> lingering = new LinkedHashSet<>();

  synchronized void add(Socket socket) {
    if (lingering.size() == MOST) {
      Iterator<Socket> oldest = lingering.iterator();
      close(oldest.next());
      oldest.remove();
    }
    lingering.add(socket);
  }

  synchronized void remove(Socket socket) {
    lingering.remove(socket);
  }

  static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // It is gone either way.
    }
  }
}
