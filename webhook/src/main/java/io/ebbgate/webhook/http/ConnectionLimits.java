package io.ebbgate.webhook.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Closes connections whose next request does not come. Vert.x's own idle timeout starts again with
 * every byte, so that a client who sends one a minute would keep its place for ever.
 */
final class ConnectionLimits {
  /** An API server has as many as it has reviews at once; more than so many are no API server's. */
  static final int MOST = 1_000;

  private static final Duration LINGER = Duration.ofSeconds(1);

  private final Map<HttpConnection, Long> timers = new ConcurrentHashMap<>();
  private final AtomicInteger open = new AtomicInteger();
  private final Vertx vertx;
  private final RequestTimeouts timeouts;

  ConnectionLimits(Vertx vertx, RequestTimeouts timeouts) {
    this.vertx = vertx;
    this.timeouts = timeouts;
  }

  void opened(HttpConnection connection) {
    if (open.incrementAndGet() > MOST) {
      open.decrementAndGet();
      connection.close();
      return;
    }
    expect(connection, timeouts.firstHead());
    connection.closeHandler(_ -> {
      open.decrementAndGet();
      headArrived(connection);
    });
  }

  /** Its next request is there, or it has gone. */
  void headArrived(HttpConnection connection) {
    Long timer = timers.remove(connection);
    if (timer != null) {
      vertx.cancelTimer(timer);
    }
  }

  void answered(HttpConnection connection) {
    expect(connection, timeouts.nextHead());
  }

  /**
   * Closes it, which Vert.x does not for a header that a handler has set. One who is still sending
   * gets a moment to see the answer: what arrives at a closed socket is answered by a reset, and
   * that makes the sender forget what it has not read yet.
   */
  void dismissed(HttpConnection connection, boolean hasSentAll) {
    if (hasSentAll) {
      headArrived(connection);
      connection.close();
    } else {
      expect(connection, LINGER);
    }
  }

  private void expect(HttpConnection connection, Duration within) {
    headArrived(connection);
    timers.put(
        connection,
        vertx.setTimer(
            within.toMillis(),
            _ -> {
              timers.remove(connection);
              connection.close();
            }));
  }
}
