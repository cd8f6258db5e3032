package io.ebbgate.webhook.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The admission port's connections after the TLS handshake. Closes those whose next request does
 * not arrive in time: Vert.x's idle timeout restarts with every byte, so a client that sends one a
 * minute would keep its connection forever.
 */
final class Connections {
  private static final Duration LINGER = Duration.ofSeconds(1);

  private final Map<HttpConnection, Long> timers = new ConcurrentHashMap<>();
  private final Vertx vertx;
  private final RequestTimeouts timeouts;
  private final ConnectionTable table;

  Connections(Vertx vertx, RequestTimeouts timeouts, ConnectionTable table) {
    this.vertx = vertx;
    this.timeouts = timeouts;
    this.table = table;
  }

  void opened(HttpConnection connection) {
    table.established(client(connection));
    expectRequest(connection);
    connection.closeHandler(_ -> stopTimer(connection));
  }

  /** Its next request's headers have arrived. */
  void headArrived(HttpConnection connection) {
    stopTimer(connection);
    table.receiving(client(connection));
  }

  private void stopTimer(HttpConnection connection) {
    Long timer = timers.remove(connection);
    if (timer != null) {
      vertx.cancelTimer(timer);
    }
  }

  /** A review has been received completely. */
  void reviewing(HttpConnection connection) {
    table.reviewing(client(connection));
  }

  /** A request was answered; {@code review} if it was one. */
  void answered(HttpConnection connection, boolean review) {
    table.answered(client(connection), review);
    expectRequest(connection);
  }

  /**
   * Closes it, as Vert.x does not for a header that a handler has set. A client that is still
   * sending gets a moment to read the response: data that arrives at a closed socket is answered by
   * a reset, and a reset discards what the client has not read yet.
   */
  void closeAfterResponse(HttpConnection connection, boolean hasSentAll) {
    table.answered(client(connection), false);
    if (hasSentAll) {
      stopTimer(connection);
      connection.close();
    } else {
      closeAfter(LINGER, connection, connection::close);
    }
  }

  private void expectRequest(HttpConnection connection) {
    closeAfter(
        timeouts.head(),
        connection,
        () -> {
          table.timedOut();
          connection.close();
        });
  }

  private void closeAfter(Duration delay, HttpConnection connection, Runnable close) {
    stopTimer(connection);
    long timer =
        vertx.setTimer(
            delay.toMillis(),
            _ -> {
              timers.remove(connection);
              close.run();
            });
    timers.put(connection, timer);
  }

  static InetSocketAddress client(HttpConnection connection) {
    SocketAddress client = connection.remoteAddress();
    return new InetSocketAddress(InetAddress.ofLiteral(client.hostAddress()), client.port());
  }
}
