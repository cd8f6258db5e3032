package io.ebbgate.tool.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.ebbgate.core.contract.Paths;
import io.ebbgate.webhook.load.Latency;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Sends reviews at a rate on connections that are kept, each with one review at a time, never
 * retried. All are connected before the first review is sent, as an API server's are most of the
 * time.
 */
public final class ReviewClients {
  private static final int TIMEOUT_MILLIS = 10_000;

  private final SSLContext trust;
  private final InetSocketAddress webhook;
  private final byte[] request;
  private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();
  private final Queue<Long> sinceDue = new ConcurrentLinkedQueue<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger next = new AtomicInteger();

  /**
   * What came of the reviews.
   *
   * @param connecting until all clients were connected
   * @param latency from the moment that a review was sent
   * @param sinceDue from the moment that it was due, whether or not a client was free to send it
   * @param failures a line for each that was not answered by 200, or could not connect
   */
  public record Result(
      Duration connecting, Latency latency, Latency sinceDue, List<String> failures) {
    public Result {
      failures = List.copyOf(failures);
    }
  }

  /** Sends nothing yet. */
  public ReviewClients(SSLContext trust, InetSocketAddress webhook, String review) {
    this.trust = trust;
    this.webhook = webhook;
    this.request = request(review);
  }

  /** A review as an API server sends it. */
  public static byte[] request(String review) {
    byte[] body = review.getBytes(UTF_8);
    String head =
        "POST %s?timeout=10s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(Paths.MUTATE, body.length);
    byte[] start = head.getBytes(ISO_8859_1);
    byte[] all = new byte[start.length + body.length];
    System.arraycopy(start, 0, all, 0, start.length);
    System.arraycopy(body, 0, all, start.length, body.length);
    return all;
  }

  /**
   * Sends reviews and waits for their answers.
   *
   * @param reviews how many
   * @param aSecond at most so many
   * @param connections how many clients take part
   */
  public Result send(int reviews, int aSecond, int connections) throws InterruptedException {
    long asked = System.nanoTime();
    next.set(0);
    nanos.clear();
    sinceDue.clear();
    failures.clear();
    AtomicLong began = new AtomicLong();
    CyclicBarrier connected = new CyclicBarrier(connections, () -> began.set(System.nanoTime()));
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      IntStream.range(0, connections)
          .forEach(_ -> threads.execute(() -> client(connected, began, reviews, aSecond)));
    }
    return new Result(
        Duration.ofNanos(began.get() - asked),
        Latency.of(nanos.stream().mapToLong(Long::longValue)),
        Latency.of(sinceDue.stream().mapToLong(Long::longValue)),
        List.copyOf(failures));
  }

  private void client(CyclicBarrier all, AtomicLong began, int reviews, int aSecond) {
    Optional<SSLSocket> first = connected();
    try {
      var _ = all.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      failures.add(e.toString());
    }
    int number = next.getAndIncrement();
    while (number < reviews || first.isPresent()) {
      try (SSLSocket socket = first.isPresent() ? first.get() : connect(trust, webhook)) {
        first = Optional.empty();
        while (number < reviews) {
          long due = began.get() + TimeUnit.SECONDS.toNanos(number) / aSecond;
          LockSupport.parkNanos(due - System.nanoTime());
          review(socket);
          sinceDue.add(System.nanoTime() - due);
          number = next.getAndIncrement();
        }
      } catch (IOException e) {
        failures.add(e.toString());
        number = next.getAndIncrement();
      }
    }
  }

  private Optional<SSLSocket> connected() {
    try {
      return Optional.of(connect(trust, webhook));
    } catch (IOException e) {
      failures.add(e.toString());
      return Optional.empty();
    }
  }

  /** A connection whose TLS handshake is done. */
  public static SSLSocket connect(SSLContext trust, InetSocketAddress webhook) throws IOException {
    SSLSocket socket = (SSLSocket) trust.getSocketFactory().createSocket();
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(webhook, TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    socket.startHandshake();
    return socket;
  }

  private void review(SSLSocket socket) throws IOException {
    long sent = System.nanoTime();
    socket.getOutputStream().write(request);
    String head = head(socket);
    int length =
        head.lines()
            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
            .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
            .sum();
    int read = socket.getInputStream().readNBytes(length).length;
    nanos.add(System.nanoTime() - sent);
    if (read < length || !head.startsWith("HTTP/1.1 200 ")) {
      throw new IOException("after " + head.lines().findFirst().orElse("nothing"));
    }
  }

  private static String head(SSLSocket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new EOFException("The server closed the connection.");
      }
      head.append((char) next);
    }
    return head.toString();
  }
}
