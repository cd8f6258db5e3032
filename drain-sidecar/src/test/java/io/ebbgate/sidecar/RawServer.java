package io.ebbgate.sidecar;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A server that sends on each connection exactly what a test wants, byte by byte. */
public final class RawServer implements AutoCloseable {
  /** What happens on one connection. */
  @FunctionalInterface
  public interface Conversation {
    void hold(Socket socket) throws IOException, InterruptedException;
  }

  private final ServerSocket server;
  private final Thread acceptor;

  private RawServer(ServerSocket server, Conversation conversation) {
    this.server = server;
    acceptor = Thread.ofVirtual().unstarted(() -> accept(conversation));
  }

  /** Listens on a free port of loopback. */
  public static RawServer saying(Conversation conversation) throws IOException {
    ServerSocket server = new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress());
    RawServer raw = new RawServer(server, conversation);
    raw.acceptor.start();
    return raw;
  }

  private void accept(Conversation conversation) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> hold(conversation, socket));
      } catch (IOException _) {
        // Closed; the loop's condition sees it.
      }
    }
  }

  private static void hold(Conversation conversation, Socket socket) {
    try (socket) {
      conversation.hold(socket);
    } catch (IOException _) {
      // The client has gone.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  /**
   * No connection is accepted after it: the kernel listens until the accepting thread has ended.
   */
  @Override
  public void close() throws IOException {
    server.close();
    try {
      acceptor.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
