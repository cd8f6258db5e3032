package io.ebbgate.sidecar.http;

import java.io.IOException;
import java.net.Socket;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Connections whose answer is sent, until the client closes them: at most {@link #MOST}. One more
 * closes the oldest.
 */
final class ClosingConnections {
  private static final int MOST = 128;

  private final Set<Socket> sockets = new LinkedHashSet<>();

  synchronized void add(Socket socket) {
    if (sockets.size() == MOST) {
      Iterator<Socket> oldest = sockets.iterator();
      close(oldest.next());
      oldest.remove();
    }
    sockets.add(socket);
  }

  synchronized void remove(Socket socket) {
    sockets.remove(socket);
  }

  static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // Closed all the same.
    }
  }
}
