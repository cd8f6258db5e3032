package io.ebbgate.sidecar.http;

import io.ebbgate.core.config.TextCursor;
import java.util.Optional;

/**
 * The first line of a request (RFC 9112, 3).
 *
 * @param host of the absolute form, which replaces that of the header (3.2.2)
 * @param target path and query
 * @param interim whether the client understands interim responses: HTTP/1.1
 */
record RequestLine(String method, Optional<String> host, String target, boolean interim) {
  private static final int LONGEST_METHOD = 16;
  private static final String SCHEME = "http://";

  /** Reads the line, without its end; empty where it has another form. */
  static Optional<RequestLine> parse(CharSequence line) {
    TextCursor cursor = new TextCursor(line);
    String method = cursor.take(letter -> letter >= 'A' && letter <= 'Z');
    boolean blank = cursor.skip(' ');
    String target = cursor.take(character -> !TextCursor.isSpace(character));
    boolean version = cursor.skip(" HTTP/1.");
    String minor = cursor.rest();
    boolean form = blank && version && !method.isEmpty() && method.length() <= LONGEST_METHOD;
    if (!form || !(minor.equals("0") || minor.equals("1"))) {
      return Optional.empty();
    }
    boolean interim = minor.equals("1");
    return target.startsWith("/")
        ? Optional.of(new RequestLine(method, Optional.empty(), target, interim))
        : absolute(method, target, interim);
  }

  private static Optional<RequestLine> absolute(String method, String uri, boolean interim) {
    if (!uri.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    TextCursor cursor = new TextCursor(uri.substring(SCHEME.length()));
    String host = cursor.take(part -> part != '/' && part != '?' && part != '#');
    String rest = cursor.rest();
    return host.isEmpty() || rest.startsWith("#")
        ? Optional.empty()
        : Optional.of(
            new RequestLine(
                method, Optional.of(host), rest.startsWith("/") ? rest : "/" + rest, interim));
  }
}
