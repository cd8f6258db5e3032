package io.ebbgate.system.pod;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** Answers hooks on a pod's address from inside the test, with any status and as late as told. */
final class HookServer implements AutoCloseable {
  private final HttpServer server;
  private final List<String> paths = new CopyOnWriteArrayList<>();
  private final CountDownLatch released = new CountDownLatch(1);

  HookServer(InetAddress address, int port, int status, boolean blocks) throws IOException {
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
            exchange.sendResponseHeaders(status, -1);
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
