package io.ebbgate.tool.load;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A little HTTP/1.1 server for whoever drives a program from afar: one request a connection, whose
 * end is the end of the answer.
 */
final class ControlServer implements Closeable {
  private static final int PATIENCE = (int) Duration.ofSeconds(10).toMillis();
  private static final int BUFFER = 65_536;

  /** Answers, as late as it likes; a mistake is answered with 400 and its sentence. */
  @FunctionalInterface
  interface Keeper {
    ControlResponse answer(ControlRequest ask) throws InterruptedException, InvalidRequestException;
  }

  private final ServerSocket server;
  private final Keeper keeper;

  private ControlServer(ServerSocket server, Keeper keeper) {
    this.server = server;
    this.keeper = keeper;
  }

  static ControlServer open(InetAddress address, int port, Keeper keeper) throws IOException {
    ControlServer door = new ControlServer(new ServerSocket(port, 50, address), keeper);
    Thread.ofVirtual().name("door").start(door::accept);
    return door;
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().name("door").start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The end: close() was called.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setSoTimeout(PATIENCE);
      write(reply(new LineInput(socket.getInputStream())), socket.getOutputStream());
      socket.shutdownOutput();
      // Closing with something unread would be a reset, and could take the answer with it.
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException left) {
      // Whoever asked has gone, and can ask again.
    }
  }

  private ControlResponse reply(LineInput in) throws IOException {
    try {
      return keeper.answer(ControlRequest.read(in));
    } catch (InvalidRequestException mistake) {
      return ControlResponse.sentence(400, String.valueOf(mistake.getMessage()));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return ControlResponse.sentence(503, "The program stops.");
    }
  }

  private static void write(ControlResponse reply, OutputStream out) throws IOException {
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), BUFFER);
    writer.write("HTTP/1.1 %d \r\n".formatted(reply.status()));
    writer.write("content-type: %s; charset=utf-8\r\n".formatted(reply.type()));
    writer.write("connection: close\r\n\r\n");
    reply.body().to(writer);
    writer.flush();
  }
}
