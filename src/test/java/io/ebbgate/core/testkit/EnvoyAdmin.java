package io.ebbgate.core.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks Envoy's admin interface, over TCP or a Unix socket, one connection a call. For tests only:
 * the answer is read whole.
 */
public final class EnvoyAdmin {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** What came back; the body without its chunks. */
  public record Answer(int status, String body) {}

  private final SocketAddress address;

  public EnvoyAdmin(SocketAddress address) {
    this.address = address;
  }

  /**
   * Looks.
   *
   * @throws IOException if nothing listens, or no answer comes within five seconds
   */
  public Answer get(String path) throws IOException {
    return call("GET", path);
  }

  /**
   * Changes something.
   *
   * @throws IOException if nothing listens, or no answer comes within five seconds
   */
  public Answer post(String path) throws IOException {
    return call("POST", path);
  }

  private Answer call(String method, String path) throws IOException {
    String request =
        "%s %s HTTP/1.1\r\nHost: admin\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            .formatted(method, path);
    try (SocketChannel channel = SocketChannel.open(address)) {
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      return parse(new String(readAll(channel), StandardCharsets.ISO_8859_1));
    }
  }

  // A channel on a Unix socket has no read timeout of its own: closing it ends the read.
  private byte[] readAll(SocketChannel channel) throws IOException {
    FutureTask<byte[]> read =
        new FutureTask<>(() -> {
          try (InputStream in = Channels.newInputStream(channel)) {
            return in.readAllBytes();
          }
        });
    Thread.ofVirtual().start(read);
    try {
      return read.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new IOException("no answer from " + address + " within " + LIMIT, late);
    } catch (ExecutionException failure) {
      throw new IOException("no answer from " + address, failure.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while asking " + address, stopped);
    }
  }

  private static Answer parse(String text) throws IOException {
    int end = text.indexOf("\r\n\r\n");
    if (end < 0 || !text.startsWith("HTTP/1.1 ")) {
      throw new IOException("not an HTTP answer: '" + text + "'");
    }
    String head = text.substring(0, end);
    String body = text.substring(end + 4);
    boolean chunked = head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked");
    return new Answer(Integer.parseInt(head.substring(9, 12)), chunked ? joined(body) : body);
  }

  private static String joined(String chunks) {
    StringBuilder body = new StringBuilder();
    int at = 0;
    while (true) {
      int line = chunks.indexOf("\r\n", at);
      int size = Integer.parseInt(chunks.substring(at, line), 16);
      if (size == 0) {
        return body.toString();
      }
      body.append(chunks, line + 2, line + 2 + size);
      at = line + 2 + size + 2;
    }
  }
}
