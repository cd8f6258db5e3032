package io.ebbgate.sidecar.http;

import java.io.IOException;
import java.net.Socket;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Connections whose request hasn't come yet, or that are answered. There is room for so many; one
 * more closes the oldest, so slow senders only ever push out each other and the kubelet's own
 * request gets in.
 */
final class Newcomers {
  private static final int MOST = 128;

  private final Set<Socket> waiting = new LinkedHashSet<>();

  synchronized void add(Socket socket) {
    if (waiting.size() == MOST) {
      Iterator<Socket> oldest = waiting.iterator();
      close(oldest.next());
      oldest.remove();
    }
    waiting.add(socket);
  }

  synchronized void remove(Socket socket) {
    waiting.remove(socket);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // It is gone either way.
    }
  }
}
