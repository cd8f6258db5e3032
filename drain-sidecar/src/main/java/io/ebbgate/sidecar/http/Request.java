package io.ebbgate.sidecar.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;

/**
 * A request with its whole body.
 *
 * @param path without the query
 * @param headers by lower-case name
 */
record Request(String method, String path, Map<String, String> headers, String body) {
  Request {
    requireNonNull(method);
    requireNonNull(path);
    headers = Map.copyOf(headers);
    requireNonNull(body);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(java.util.Locale.ROOT)));
  }

  static Request of(String method, String target, Map<String, String> headers, byte[] body) {
    int query = target.indexOf('?');
    return new Request(
        method,
        query < 0 ? target : target.substring(0, query),
        headers,
        new String(body, ISO_8859_1));
  }
}
