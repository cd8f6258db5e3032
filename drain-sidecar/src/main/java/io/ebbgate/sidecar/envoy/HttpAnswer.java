package io.ebbgate.sidecar.envoy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The head of an HTTP/1.1 answer, and its body as a stream (RFC 9112). */
record HttpAnswer(int status, InputStream body) {
  /** Envoy's heads have some hundred bytes. */
  private static final int LONGEST_HEAD = 16 * 1024;

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: .*)?");

  static HttpAnswer read(TimedChannel from) throws IOException {
    int[] left = {LONGEST_HEAD};
    Matcher first = STATUS.matcher(line(from, left));
    if (!first.matches()) {
      throw new IOException("no HTTP status line");
    }
    OptionalLong length = OptionalLong.empty();
    boolean chunked = false;
    for (String line = line(from, left); !line.isEmpty(); line = line(from, left)) {
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : line.substring(0, colon).toLowerCase(Locale.ROOT);
      String value = line.substring(colon + 1).strip();
      switch (name) {
        case "content-length" -> length = OptionalLong.of(number(value, 10));
        case "transfer-encoding" -> chunked = value.toLowerCase(Locale.ROOT).endsWith("chunked");
        default -> {}
      }
    }
    InputStream body = chunked ? new ChunkedBody(from) : new PlainBody(from, length);
    return new HttpAnswer(Integer.parseInt(first.group(1)), body);
  }

  /** A line without its end; {@code left} is how many bytes may still come. */
  static String line(TimedChannel from, int[] left) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = from.need(); next != '\n'; next = from.need()) {
      if (--left[0] < 0) {
        throw new IOException("its head is too long");
      }
      line.append((char) next);
    }
    int last = line.length() - 1;
    return last >= 0 && line.charAt(last) == '\r' ? line.substring(0, last) : line.toString();
  }

  static long number(String text, int radix) throws IOException {
    try {
      long number = Long.parseLong(text, radix);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException _) {
      // The sentence below says it.
    }
    throw new IOException("a length is no number");
  }
}
