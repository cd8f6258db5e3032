package io.ebbgate.tool.load;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A small HTTP/1.1 server through which a test controls this program: one request a connection,
 * whose end is the end of the answer. The JDK's server is in a module that the image lacks.
 */
record ControlServer(Listener listener) implements Closeable {
  private static final int READ_TIMEOUT = (int) Duration.ofSeconds(10).toMillis();
  private static final int BUFFER = 65_536;

  /** Answers, as late as it likes; an invalid request is answered with 400 and its message. */
  @FunctionalInterface
  interface Handler {
    ControlResponse answer(ControlRequest request)
        throws InterruptedException, InvalidRequestException;
  }

  static ControlServer open(InetAddress address, int port, Handler handler) throws IOException {
    return new ControlServer(
        Listener.open(address, port, "control", client -> serve(client, handler)));
  }

  InetSocketAddress address() {
    return listener.address();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private static void serve(Socket client, Handler handler) throws IOException {
    client.setSoTimeout(READ_TIMEOUT);
    LineInput in = new LineInput(client.getInputStream());
    write(response(in, handler), client.getOutputStream());
    client.shutdownOutput();
    // Closing with unread input would be a reset, and could discard the answer.
    in.transferTo(OutputStream.nullOutputStream());
  }

  private static ControlResponse response(LineInput in, Handler handler) throws IOException {
    try {
      return handler.answer(ControlRequest.read(in));
    } catch (InvalidRequestException invalid) {
      return ControlResponse.text(400, String.valueOf(invalid.getMessage()));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return ControlResponse.text(503, "The program is stopping.");
    }
  }

  private static void write(ControlResponse response, OutputStream out) throws IOException {
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), BUFFER);
    writer.write("HTTP/1.1 %d \r\n".formatted(response.status()));
    writer.write("content-type: %s; charset=utf-8\r\n".formatted(response.type()));
    writer.write("connection: close\r\n\r\n");
    response.body().to(writer);
    writer.flush();
  }
}
