package io.ebbgate.sidecar.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Parts of a request's target as text (RFC 3986, 2.1), and queries as forms write them. */
final class QueryText {
  private QueryText() {}

  /** The parameters of a query; empty where one is given twice or can't be read. */
  static Optional<Map<String, String>> parse(String query) {
    Map<String, String> parameters = new HashMap<>();
    for (String part : query.isEmpty() ? new String[0] : query.split("&", -1)) {
      int equals = part.indexOf('=');
      Optional<String> name = form(equals < 0 ? part : part.substring(0, equals));
      Optional<String> value = form(equals < 0 ? "" : part.substring(equals + 1));
      if (name.isEmpty()
          || value.isEmpty()
          || parameters.putIfAbsent(name.get(), value.get()) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(parameters);
  }

  /** A part of a path; empty where a percent sign has no two hexadecimal digits after it. */
  static Optional<String> decoded(String text) {
    return form(text.replace("+", "%2B"));
  }

  private static Optional<String> form(String text) {
    try {
      return Optional.of(URLDecoder.decode(text, UTF_8));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
