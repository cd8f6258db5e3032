package io.ebbgate.webhook.http;

import java.time.Duration;

/**
 * How long a client may take. Each is a total: a byte now and then does not extend it.
 *
 * @param handshake from the connection to the end of the TLS handshake
 * @param head from there, or from an answer, to the next request's headers; longer than the 90 s
 *     for which the API server keeps an idle connection, so that the webhook never closes one that
 *     is about to be used. The API server also keeps connections that it has not used yet: those
 *     that were opened for a review which another connection was free for
 * @param body from the headers to the body's end
 * @param stop for what is in flight when the listening ends
 */
public record RequestTimeouts(Duration handshake, Duration head, Duration body, Duration stop) {
  /** The timeouts of a server. */
  public static final RequestTimeouts DEFAULT =
      new RequestTimeouts(
          Duration.ofSeconds(10),
          Duration.ofSeconds(120),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10));
}
