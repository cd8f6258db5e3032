package io.ebbgate.webhook.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Closes connections whose next request does not arrive in time. Vert.x's idle timeout restarts
 * with every byte, so a client that sends one a minute would keep its connection forever.
 */
final class ConnectionLimits {
  /** An API server has as many connections as concurrent reviews; more come from no API server. */
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

  /** Its next request has started, or it is closed. */
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
   * Closes it, as Vert.x does not for a header that a handler has set. A client that is still
   * sending gets a moment to read the response: data that arrives at a closed socket is answered by
   * a reset, and a reset discards what the client has not read yet.
   */
  void closeAfterResponse(HttpConnection connection, boolean hasSentAll) {
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
