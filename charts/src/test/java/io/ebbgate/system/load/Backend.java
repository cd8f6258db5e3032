package io.ebbgate.system.load;

import io.ebbgate.core.config.DurationText;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the gateways stand in front of. Answers at once, or streams for {@code ?delay=3s}. It never
 * closes a connection by itself, so that no failure a client sees can be its own.
 */
public final class Backend implements Closeable {
  /** The query parameter that makes an answer slow; a duration. */
  public static final String DELAY = "delay";

  private static final Pattern DELAYED = Pattern.compile("GET \\S*[?&]" + DELAY + "=(\\w+).*");
  private static final int PIECES = 30;

  private final ServerSocket server;
  private final LongAdder requests = new LongAdder();

  private Backend(ServerSocket server) {
    this.server = server;
  }

  /** Listens on a free port of that address. */
  public static Backend open(InetAddress address) throws IOException {
    Backend backend = new Backend(new ServerSocket(0, 1_024, address));
    Thread.ofVirtual().name("backend").start(backend::accept);
    return backend;
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  /** Requests that have come so far. */
  public long requests() {
    return requests.sum();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().name("backend").start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The end: close() was called.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1), 2_048);
      for (String first = in.readLine(); first != null; first = in.readLine()) {
        String field = in.readLine();
        while (field != null && !field.isEmpty()) {
          field = in.readLine();
        }
        requests.increment();
        answer(first, socket.getOutputStream());
      }
    } catch (IOException clientLeft) {
      // Counted by the client, which is what this is about.
    }
  }

  private static void answer(String request, OutputStream out) throws IOException {
    Matcher delayed = DELAYED.matcher(request);
    if (!delayed.matches()) {
      write(out, "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nok\n");
      return;
    }
    Duration delay = DurationText.parse(delayed.group(1)).orElse(Duration.ZERO);
    write(out, "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
    for (int piece = 0; piece < PIECES; piece++) {
      LockSupport.parkNanos(delay.toNanos() / PIECES);
      write(out, "2\r\n.\n\r\n");
    }
    write(out, "0\r\n\r\n");
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }
}
