package io.ebbgate.webhook.http;

import io.ebbgate.core.config.DurationText;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long a review may take from its arrival, its time in the queue included. The API server sends
 * in {@code ?timeout=} how long it waits for the response; a later one is of no use, and other
 * reviews wait behind it.
 */
final class ReviewDeadline {
  private static final String PARAMETER = "timeout=";

  /** The longest timeout that a registration can set. */
  private static final Duration MOST = Duration.ofSeconds(30);

  /** For the response, and for the step of the review that runs when the time ends. */
  private static final Duration MARGIN = Duration.ofMillis(200);

  private ReviewDeadline() {}

  /**
   * The parameter's value as it was written: a duration has no character that is escaped, and an
   * escape that can't be decoded is no reason to refuse a review.
   */
  private static Optional<String> timeout(@Nullable String query) {
    return Stream.of(Objects.requireNonNullElse(query, "").split("&", -1))
        .filter(each -> each.startsWith(PARAMETER))
        .map(each -> each.substring(PARAMETER.length()))
        .findFirst();
  }

  static Duration of(HttpServerRequest request) {
    return of(request.query());
  }

  static Duration of(@Nullable String query) {
    Duration whole =
        timeout(query)
            .flatMap(DurationText::parse)
            .filter(timeout -> timeout.compareTo(MOST) < 0)
            .orElse(MOST);
    return whole.compareTo(MARGIN.multipliedBy(2)) < 0 ? whole : whole.minus(MARGIN);
  }
}
