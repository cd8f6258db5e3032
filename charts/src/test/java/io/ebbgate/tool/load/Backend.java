package io.ebbgate.tool.load;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the gateways stand in front of. It answers HTTP at once, or streams for {@code ?delay=3s},
 * and echoes WebSocket messages and lines of TCP. It never closes a connection by itself, so that
 * no failure a client sees can be its own.
 */
public final class Backend implements Closeable {
  /** The query parameter that makes an answer slow; a duration. */
  public static final String DELAY = "delay";

  private static final int BACKLOG = 1_024;

  /** Talks to one client until it leaves. */
  @FunctionalInterface
  private interface Talk {
    void to(Socket client) throws IOException;
  }

  private final ServerSocket http;
  private final ServerSocket tcp;
  private final LongAdder requests = new LongAdder();

  private Backend(ServerSocket http, ServerSocket tcp) {
    this.http = http;
    this.tcp = tcp;
  }

  /** Listens on free ports of that address. */
  public static Backend open(InetAddress address) throws IOException {
    return open(address, 0, 0);
  }

  /** Listens on those ports of that address. */
  static Backend open(InetAddress address, int http, int tcp) throws IOException {
    ServerSocket first = new ServerSocket(http, BACKLOG, address);
    try {
      Backend backend = new Backend(first, new ServerSocket(tcp, BACKLOG, address));
      backend.serve(backend.http, client -> new BackendHttp(client, backend.requests).run());
      backend.serve(backend.tcp, client -> new BackendTcp(client, backend.requests).run());
      return backend;
    } catch (IOException taken) {
      first.close();
      throw taken;
    }
  }

  /** Where it speaks HTTP. */
  public InetSocketAddress address() {
    return (InetSocketAddress) http.getLocalSocketAddress();
  }

  /** Where it echoes lines. */
  public InetSocketAddress tcp() {
    return (InetSocketAddress) tcp.getLocalSocketAddress();
  }

  /** Requests that have come so far, upgrades and TCP connections among them. */
  public long requests() {
    return requests.sum();
  }

  @Override
  public void close() throws IOException {
    http.close();
    tcp.close();
  }

  private void serve(ServerSocket server, Talk talk) {
    Thread.ofVirtual().name("backend").start(() -> accept(server, talk));
  }

  private static void accept(ServerSocket server, Talk talk) {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().name("backend").start(() -> talk(socket, talk));
      }
    } catch (IOException closed) {
      // The end: close() was called.
    }
  }

  private static void talk(Socket socket, Talk talk) {
    try (socket) {
      socket.setTcpNoDelay(true);
      talk.to(socket);
    } catch (IOException clientLeft) {
      // Counted by the client, which is what this is about.
    }
  }
}
