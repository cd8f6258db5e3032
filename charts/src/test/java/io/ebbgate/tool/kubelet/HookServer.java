package io.ebbgate.tool.kubelet;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.IntUnaryOperator;

/**
 * Answers hooks and probes on a pod's address, with any status, at once or as late as a test needs.
 */
final class HookServer implements AutoCloseable {
  private final HttpServer server;
  private final List<String> paths = new CopyOnWriteArrayList<>();
  private final CountDownLatch released;
  private volatile IntUnaryOperator status;

  /**
   * Answers each request at once.
   *
   * @param status by the request's number, from 1
   */
  HookServer(InetAddress address, int port, IntUnaryOperator status) throws IOException {
    this(address, port, status, new CountDownLatch(0));
  }

  private HookServer(
      InetAddress address, int port, IntUnaryOperator status, CountDownLatch released)
      throws IOException {
    this.status = status;
    this.released = released;
    server = HttpServer.create(new InetSocketAddress(address, port), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          paths.add(exchange.getRequestURI().getPath());
          try {
            released.await();
            exchange.sendResponseHeaders(this.status.applyAsInt(paths.size()), -1);
          } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
          } finally {
            exchange.close();
          }
        });
    server.start();
  }

  /** Answers every request when this is closed. */
  static HookServer late(InetAddress address, int port) throws IOException {
    return new HookServer(address, port, _ -> 200, new CountDownLatch(1));
  }

  /** Answers with another status from now on. */
  void status(int now) {
    status = _ -> now;
  }

  List<String> paths() {
    return List.copyOf(paths);
  }

  @Override
  public void close() {
    released.countDown();
    server.stop(0);
  }
}
