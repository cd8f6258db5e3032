package io.ebbgate.webhook.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Closes connections whose next request does not come. Vert.x's own idle timeout starts again with
 * every byte, so that a client who sends one a minute would keep its place for ever.
 */
final class Connections {
  private final Map<HttpConnection, Long> timers = new ConcurrentHashMap<>();
  private final Vertx vertx;
  private final Patience patience;

  Connections(Vertx vertx, Patience patience) {
    this.vertx = vertx;
    this.patience = patience;
  }

  void opened(HttpConnection connection) {
    expect(connection, patience.firstHead());
    connection.closeHandler(_ -> headArrived(connection));
  }

  /** Its next request is there, or it has gone. */
  void headArrived(HttpConnection connection) {
    Long timer = timers.remove(connection);
    if (timer != null) {
      vertx.cancelTimer(timer);
    }
  }

  void answered(HttpConnection connection) {
    expect(connection, patience.nextHead());
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
