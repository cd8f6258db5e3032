package io.ebbgate.sidecar.envoy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An HTTP/1.1 response (RFC 9112): the status of its head, and its body as a stream. */
record AdminResponse(int status, InputStream body) {
  /** Bytes; Envoy's heads have some hundred. */
  private static final int LONGEST_HEAD = 16 * 1024;

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: .*)?");

  static AdminResponse read(TimedChannel from) throws IOException {
    int[] left = {LONGEST_HEAD};
    Matcher first = STATUS.matcher(from.line(left));
    if (!first.matches()) {
      throw new IOException("no HTTP status line");
    }
    OptionalLong length = OptionalLong.empty();
    boolean chunked = false;
    for (String line = from.line(left); !line.isEmpty(); line = from.line(left)) {
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : line.substring(0, colon).toLowerCase(Locale.ROOT);
      String value = line.substring(colon + 1).strip();
      switch (name) {
        case "content-length" -> length = OptionalLong.of(ResponseBody.number(value, 10));
        case "transfer-encoding" -> chunked = value.toLowerCase(Locale.ROOT).endsWith("chunked");
        default -> {}
      }
    }
    InputStream body = chunked ? ResponseBody.chunked(from) : ResponseBody.plain(from, length);
    return new AdminResponse(Integer.parseInt(first.group(1)), body);
  }
}
