package io.ebbgate.webhook.http;

import io.ebbgate.core.config.DurationText;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * How long a review may wait for its turn. The API server says in {@code ?timeout=} how long it
 * waits for the answer; it has no use for one that comes later, and others wait behind it.
 */
final class ReviewDeadline {
  /** The longest that a registration can ask for. */
  private static final Duration MOST = Duration.ofSeconds(30);

  /** What the review itself and the way back may take. */
  private static final Duration MARGIN = Duration.ofMillis(200);

  private ReviewDeadline() {}

  static Duration of(HttpServerRequest request) {
    Duration whole =
        Optional.ofNullable(request.getParam("timeout"))
            .flatMap(DurationText::parse)
            .filter(said -> said.compareTo(MOST) < 0)
            .orElse(MOST);
    return whole.compareTo(MARGIN.multipliedBy(2)) < 0 ? whole : whole.minus(MARGIN);
  }
}
