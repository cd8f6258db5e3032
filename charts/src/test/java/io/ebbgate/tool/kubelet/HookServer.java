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
  private final CountDownLatch released = new CountDownLatch(1);

  /**
   * Answers each request with a status of its own.
   *
   * @param status by the request's number, from 1
   */
  HookServer(InetAddress address, int port, IntUnaryOperator status) throws IOException {
    this(address, port, status, false);
  }

  /** Answers every request with one status, at once or when this is closed. */
  HookServer(InetAddress address, int port, int status, boolean blocks) throws IOException {
    this(address, port, _ -> status, blocks);
  }

  private HookServer(InetAddress address, int port, IntUnaryOperator status, boolean blocks)
      throws IOException {
    server = HttpServer.create(new InetSocketAddress(address, port), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          paths.add(exchange.getRequestURI().getPath());
          try {
            if (blocks) {
              released.await();
            }
            exchange.sendResponseHeaders(status.applyAsInt(paths.size()), -1);
          } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
          } finally {
            exchange.close();
          }
        });
    server.start();
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
