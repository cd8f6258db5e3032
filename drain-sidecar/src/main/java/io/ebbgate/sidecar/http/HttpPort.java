package io.ebbgate.sidecar.http;

import io.ebbgate.sidecar.drain.JsonLog;
import io.ebbgate.sidecar.drain.LogKeys;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A small HTTP server: one request a connection, one virtual thread a connection, and no limit on
 * how long an answer takes: the kubelet waits for it as long as the hold lasts.
 */
public final class HttpPort implements AutoCloseable {
  /** An answer fits into the send buffer, so that a peer who doesn't read can't hold a thread. */
  private static final int SEND_BUFFER = 256 * 1024;

  private static final int BACKLOG = 512;
  private static final int LAST_WORDS = 64;
  private static final Duration LINGER = Duration.ofMillis(500);

  private final ServerSocket server;
  private final Routes routes;
  private final JsonLog log;
  private final Newcomers newcomers = new Newcomers();
  private final Departing departing = new Departing();
  private final Phaser answering = new Phaser(1);

  private HttpPort(ServerSocket server, Routes routes, JsonLog log) {
    this.server = server;
    this.routes = routes;
    this.log = log;
  }

  /** Binds the address and begins to answer. */
  static HttpPort open(String name, InetSocketAddress address, Routes routes, JsonLog log)
      throws IOException {
    ServerSocket server = new ServerSocket();
    try {
      server.setReuseAddress(true);
      server.bind(address, BACKLOG);
    } catch (IOException e) {
      server.close();
      throw e;
    }
    HttpPort port = new HttpPort(server, routes, log);
    Thread.ofVirtual().name(name).start(port::accept);
    return port;
  }

  /** Where it listens, with the real port. */
  public InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  @SuppressWarnings("ThreadPriorityCheck")
  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        welcome(socket);
        // On one carrier, a loop of accepts alone would never let anybody be answered.
        Thread.yield();
      } catch (Throwable e) {
        if (!server.isClosed()) {
          complain("a connection was not accepted", e);
          rest();
        }
      }
    }
  }

  private void welcome(Socket socket) throws InterruptedException {
    boolean served = false;
    try {
      newcomers.add(socket);
      Thread.ofVirtual().name("http").start(() -> serve(socket));
      served = true;
    } finally {
      if (!served) {
        newcomers.remove(socket);
        Departing.close(socket);
      }
    }
  }

  /** Even where there is no memory left to say it. */
  private void complain(String text, Throwable e) {
    try {
      log.warn(text, LogKeys.CAUSE, e.getClass().getSimpleName());
    } catch (Throwable _) {
      // The port goes on.
    }
  }

  /** Out of descriptors, most likely: trying at once again would only take the processor. */
  private static void rest() {
    java.util.concurrent.locks.LockSupport.parkNanos(10_000_000L);
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      socket.setSendBufferSize(SEND_BUFFER);
      RequestReader reader = new RequestReader(socket);
      RequestReader.Read read = reader.read();
      newcomers.remove(socket);
      answer(socket, read);
      departing.add(socket);
      // Closing with something unread would reset the connection under the answer.
      socket.setSoTimeout((int) LINGER.toMillis());
      socket.getInputStream().readNBytes(LAST_WORDS);
    } catch (IOException _) {
      // The peer hung up or was too slow; what was asked for goes on without it.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (Throwable e) {
      complain("unforeseen in an answer", e);
    } finally {
      newcomers.remove(socket);
      departing.remove(socket);
    }
  }

  private void answer(Socket socket, RequestReader.Read read)
      throws IOException, InterruptedException {
    answering.register();
    try {
      OutputStream out = socket.getOutputStream();
      out.write(respond(read).bytes(!read.head()));
      socket.shutdownOutput();
    } finally {
      answering.arriveAndDeregister();
    }
  }

  private Response respond(RequestReader.Read read) throws InterruptedException {
    try {
      return switch (read) {
        case RequestReader.Read.Asked(Request request) -> routes.handle(request);
        case RequestReader.Read.Refused(Response response, boolean _) -> response;
      };
    } catch (RuntimeException e) {
      log.error("unforeseen in an answer", LogKeys.CAUSE, e);
      return Response.error(500, "Something went wrong; the log says what.");
    }
  }

  /** Waits until what is being answered is sent, but not longer than this. */
  public void awaitAnswers(Duration most) throws InterruptedException {
    int phase = answering.arriveAndDeregister();
    if (!answering.isTerminated()) {
      try {
        int _ = answering.awaitAdvanceInterruptibly(phase, most.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException _) {
        // A peer that doesn't read is not waited for.
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
