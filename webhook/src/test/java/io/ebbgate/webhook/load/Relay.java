package io.ebbgate.webhook.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/**
 * Joins two connections into one: every byte passes, a half-close is passed as a half-close and a
 * reset as a reset.
 */
record Relay(Socket client, Socket pod) {
  private static final int BUFFER = 8_192;

  /** Returns when both directions have ended and both sockets are closed. */
  void run() {
    try {
      client.setTcpNoDelay(true);
      pod.setTcpNoDelay(true);
      Thread back = Thread.ofVirtual().name("balancer").start(() -> pump(pod, client));
      pump(client, pod);
      back.join();
      client.close();
      pod.close();
    } catch (IOException | InterruptedException broken) {
      cut();
    }
  }

  /** Closes with a reset, as a packet filter's REJECT or a dead process does. */
  static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException alreadyClosed) {
      // There is nothing left to reset.
    }
    try {
      socket.close();
    } catch (IOException alreadyClosed) {
      // As above.
    }
  }

  private void pump(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[BUFFER];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        out.write(buffer, 0, count);
      }
      to.shutdownOutput();
    } catch (IOException reset) {
      cut();
    }
  }

  private void cut() {
    reset(client);
    reset(pod);
  }
}
