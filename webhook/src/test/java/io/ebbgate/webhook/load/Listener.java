package io.ebbgate.webhook.load;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A listening socket that serves each connection in a virtual thread and closes it afterwards. */
record Listener(ServerSocket server) implements Closeable {
  private static final int BACKLOG = 1_024;

  /** Serves one connection; an exception ends this connection only. */
  @FunctionalInterface
  interface Handler {
    void serve(Socket client) throws Exception;
  }

  /** Listens on a port of that address; 0 is any free one. */
  static Listener open(InetAddress address, int port, String thread, Handler handler)
      throws IOException {
    ServerSocket server = new ServerSocket(port, BACKLOG, address);
    Thread.ofVirtual().name(thread).start(() -> accept(server, thread, handler));
    return new Listener(server);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private static void accept(ServerSocket server, String thread, Handler handler) {
    try {
      while (true) {
        Socket client = server.accept();
        Thread.ofVirtual().name(thread).start(() -> serve(client, handler));
      }
    } catch (IOException closed) {
      // The end: close() was called.
    }
  }

  private static void serve(Socket client, Handler handler) {
    try (client) {
      client.setTcpNoDelay(true);
      handler.serve(client);
    } catch (Exception disconnected) {
      // The client records how its connection ended.
    }
  }
}
