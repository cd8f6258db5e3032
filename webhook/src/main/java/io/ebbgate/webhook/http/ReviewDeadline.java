package io.ebbgate.webhook.http;

import io.ebbgate.core.config.DurationText;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * How long a review may wait in the queue. The API server sends in {@code ?timeout=} how long it
 * waits for the response; a later one is of no use, and other reviews wait behind it.
 */
final class ReviewDeadline {
  /** The longest timeout that a registration can set. */
  private static final Duration MOST = Duration.ofSeconds(30);

  /** For the review itself and the response. */
  private static final Duration MARGIN = Duration.ofMillis(200);

  private ReviewDeadline() {}

  static Duration of(HttpServerRequest request) {
    Duration whole =
        Optional.ofNullable(request.getParam("timeout"))
            .flatMap(DurationText::parse)
            .filter(timeout -> timeout.compareTo(MOST) < 0)
            .orElse(MOST);
    return whole.compareTo(MARGIN.multipliedBy(2)) < 0 ? whole : whole.minus(MARGIN);
  }
}
