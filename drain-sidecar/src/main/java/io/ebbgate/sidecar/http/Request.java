package io.ebbgate.sidecar.http;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request with its whole body.
 *
 * @param path without the query
 * @param query what follows the question mark; empty without one
 * @param headers by lower-case name
 * @param acceptedAt when its connection was accepted, in nanoseconds of the ticker
 */
record Request(
    String method,
    String path,
    String query,
    Map<String, String> headers,
    String body,
    long acceptedAt) {
  Request {
    headers = Map.copyOf(headers);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }
}
