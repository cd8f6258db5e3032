package io.ebbgate.sidecar.http;

import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.sidecar.log.JsonLog;
import io.ebbgate.sidecar.log.LogKeys;
import io.ebbgate.sidecar.metrics.Refusal;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A small HTTP server: one request and one virtual thread per connection, and no limit on how long
 * an answer takes, since the kubelet waits for the hook's as long as the drain lasts.
 */
public final class HttpServer implements AutoCloseable {
  /** Bytes. An answer fits, so that a client that doesn't read can't block a thread. */
  private static final int SEND_BUFFER = 256 * 1024;

  /** Bytes read after the answer, at most, while the client closes. */
  private static final int UNREAD = 64;

  private static final Duration CLOSE_WAIT = Duration.ofMillis(500);

  /** Times, {@link #RETRY} apart, that a connection waits for a thread before it is closed. */
  private static final int MOST_TRIES = 600;

  private static final Duration RETRY = Duration.ofMillis(100);

  /** Answers one request; may block as long as it has to. */
  @FunctionalInterface
  interface Handler {
    Response handle(Request request) throws InterruptedException;
  }

  /** Paths with something between a beginning and an end. */
  private record Between(String begin, String end) {
    boolean has(String path) {
      return path.length() > begin.length() + end.length()
          && path.startsWith(begin)
          && path.endsWith(end);
    }
  }

  private final Map<String, Map<String, Handler>> routes = new HashMap<>();
  private final Map<Between, Map<String, Handler>> between = new HashMap<>();
  private final Acceptor acceptor;
  private final JsonLog log;
  private final Consumer<Refusal> refused;
  private final SlowClientEviction slow;
  private final ClosingConnections closing = new ClosingConnections();
  private final Phaser answering = new Phaser(1);

  /**
   * A server without routes that has yet to be {@link #open}ed.
   *
   * @param refused gets the cause of each connection and request that is refused
   */
  HttpServer(JsonLog log, Ticker ticker, Consumer<Refusal> refused) throws IOException {
    this.log = log;
    this.refused = refused;
    this.slow = new SlowClientEviction(() -> refused.accept(Refusal.SILENT));
    this.acceptor =
        new Acceptor(
            slow, ticker, this::start, this::late, e -> warn("connection not accepted", e));
  }

  /** Adds a handler for a GET that changes nothing, and so for HEAD too. */
  HttpServer get(String path, Handler handler) {
    return on("GET", path, handler).on("HEAD", path, handler);
  }

  /** Adds a handler. */
  HttpServer on(String method, String path, Handler handler) {
    routes.computeIfAbsent(path, _ -> new TreeMap<>()).put(method, handler);
    return this;
  }

  /** Adds a handler for all paths with something between this beginning and this end. */
  HttpServer between(String method, String begin, String end, Handler handler) {
    between.computeIfAbsent(new Between(begin, end), _ -> new TreeMap<>()).put(method, handler);
    return this;
  }

  /** Binds the address and starts a thread of this name that accepts connections. */
  HttpServer open(String name, InetSocketAddress address) throws IOException {
    // The first virtual thread starts others: where those can't be started, none ever can.
    var _ = Thread.ofVirtual().start(() -> LockSupport.parkNanos(1));
    acceptor.open(name, address);
    return this;
  }

  /** The address it is bound to, with the real port. */
  public InetSocketAddress address() {
    return acceptor.address();
  }

  /** Waits where no thread can be started: a hook that is closed would stop the gateway at once. */
  private void start(Acceptor.Accepted accepted) {
    for (int tried = 1; !started(accepted, tried); tried++) {
      LockSupport.parkNanos(RETRY.toNanos());
    }
  }

  private boolean started(Acceptor.Accepted accepted, int tried) {
    try {
      var _ = Thread.ofVirtual().name("http").start(() -> serve(accepted.socket(), accepted.at()));
      return true;
    } catch (OutOfMemoryError e) {
      if (tried == 1) {
        warn("no thread for a request yet", e);
      } else if (tried == MOST_TRIES) {
        throw e;
      }
      return false;
    }
  }

  private void late(Acceptor.Accepted accepted) {
    slow.remove(accepted.socket());
    ClosingConnections.close(accepted.socket());
    refused.accept(Refusal.LATE);
  }

  private void warn(String text, Throwable e) {
    try {
      log.warn(text, LogKeys.CAUSE, e.getClass().getSimpleName());
    } catch (Throwable _) {
      // Out of memory, most likely; the server goes on.
    }
  }

  private void serve(Socket socket, long acceptedAt) {
    try (socket) {
      RequestReader.Result result = read(socket, acceptedAt);
      slow.remove(socket);
      answer(socket, result);
      closing.add(socket);
      // Closing a connection with unread bytes would reset it before the client reads the answer.
      socket.setSoTimeout((int) CLOSE_WAIT.toMillis());
      socket.getInputStream().readNBytes(UNREAD);
    } catch (IOException _) {
      // The client disconnected or was too slow; what it requested goes on without it.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (Throwable e) {
      warn("unexpected error in a request", e);
    } finally {
      slow.remove(socket);
      closing.remove(socket);
    }
  }

  private RequestReader.Result read(Socket socket, long acceptedAt) throws IOException {
    try {
      return new RequestReader(socket, acceptedAt).read();
    } catch (SocketTimeoutException e) {
      refused.accept(Refusal.LATE);
      throw e;
    }
  }

  private void answer(Socket socket, RequestReader.Result result)
      throws IOException, InterruptedException {
    answering.register();
    try {
      // Not before: most who connect under attack get no answer.
      socket.setTcpNoDelay(true);
      socket.setSendBufferSize(SEND_BUFFER);
      OutputStream out = socket.getOutputStream();
      out.write(respond(result).bytes(!result.head()));
      socket.shutdownOutput();
    } finally {
      answering.arriveAndDeregister();
    }
  }

  private Response respond(RequestReader.Result result) throws InterruptedException {
    try {
      return switch (result) {
        case RequestReader.Result.Complete(Request request) -> route(request);
        case RequestReader.Result.Malformed(Response response, boolean _) -> {
          refused.accept(Refusal.MALFORMED);
          yield response;
        }
      };
    } catch (RuntimeException e) {
      log.error("unexpected error in a request", LogKeys.CAUSE, e);
      return Response.error(500, "Internal error; the sidecar's log has the cause.");
    }
  }

  private Response route(Request request) throws InterruptedException {
    Map<String, Handler> methods = methods(request.path());
    if (methods.isEmpty()) {
      return Response.error(404, "There is nothing at this path.");
    }
    Handler handler = methods.get(request.method());
    return handler == null
        ? Response.notAllowed(String.join(", ", methods.keySet()))
        : handler.handle(request);
  }

  private Map<String, Handler> methods(String path) {
    Map<String, Handler> known = routes.get(path);
    if (known != null) {
      return known;
    }
    for (Map.Entry<Between, Map<String, Handler>> each : between.entrySet()) {
      if (each.getKey().has(path)) {
        return each.getValue();
      }
    }
    return Map.of();
  }

  /** Waits until the answers under way are sent, or for {@code most}. */
  public void awaitAnswers(Duration most) throws InterruptedException {
    int phase = answering.arriveAndDeregister();
    if (!answering.isTerminated()) {
      try {
        int _ = answering.awaitAdvanceInterruptibly(phase, most.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException _) {
        // A client that doesn't read is not waited for.
      }
    }
  }

  @Override
  public void close() throws IOException {
    acceptor.close();
  }
}
