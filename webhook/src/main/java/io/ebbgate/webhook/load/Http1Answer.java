package io.ebbgate.webhook.load;

import io.ebbgate.core.config.TextCursor;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An HTTP/1.1 answer, read to its last byte (RFC 9112 §6).
 *
 * @param fields by names in lower case
 */
record Http1Answer(int status, Map<String, String> fields, boolean close) {
  /** Reads one answer to a GET; what ends too early is an {@link EOFException}. */
  static Http1Answer read(LineInput in) throws IOException {
    Http1Answer head = head(in);
    while (head.status < 200) {
      head = head(in);
    }
    if (head.status == 204 || head.status == 304) {
      return head;
    }
    if (head.value("transfer-encoding").equalsIgnoreCase("chunked")) {
      skipChunks(in);
      return head;
    }
    String length = head.value("content-length");
    if (length.isEmpty()) {
      in.transferTo(OutputStream.nullOutputStream());
      return new Http1Answer(head.status, head.fields, true);
    }
    in.skipNBytes(number(length, 10));
    return head;
  }

  /** Reads the status and the headers only. */
  static Http1Answer head(LineInput in) throws IOException {
    String line = in.line();
    if (!isStatusLine(line)) {
      throw new ProtocolException("a status line was expected");
    }
    Map<String, String> fields = fields(in);
    boolean close = "close".equalsIgnoreCase(fields.get("connection"));
    int status = number(line.substring(9, 12), 10);
    return new Http1Answer(status, fields, close || line.startsWith("HTTP/1.0"));
  }

  /** Reads header fields (RFC 9112 §5) with the empty line behind. */
  static Map<String, String> fields(LineInput in) throws IOException {
    Map<String, String> fields = new TreeMap<>();
    for (String field = in.line(); !field.isEmpty(); field = in.line()) {
      int colon = field.indexOf(':');
      if (colon < 1) {
        throw new ProtocolException("a header was expected");
      }
      fields.put(
          field.substring(0, colon).toLowerCase(Locale.ROOT), field.substring(colon + 1).strip());
    }
    return fields;
  }

  /** A field's value, or empty. */
  String value(String name) {
    return fields.getOrDefault(name, "");
  }

  private static void skipChunks(LineInput in) throws IOException {
    int size;
    do {
      size = number(beforeExtensions(in.line()), 16);
      in.skipNBytes(size);
      String end = in.line();
      while (size == 0 && !end.isEmpty()) {
        end = in.line(); // trailers
      }
    } while (size > 0);
  }

  private static boolean isStatusLine(String line) {
    boolean version = line.startsWith("HTTP/1.0 ") || line.startsWith("HTTP/1.1 ");
    return version
        && line.length() >= 12
        && line.charAt(9) >= '1'
        && line.charAt(9) <= '5'
        && TextCursor.isDigit(line.charAt(10))
        && TextCursor.isDigit(line.charAt(11))
        && (line.length() == 12 || line.charAt(12) == ' ');
  }

  /** A chunk's size, without its extensions (RFC 9112 §7.1.1). */
  private static String beforeExtensions(String line) {
    int end = line.indexOf(';');
    return end < 0 ? line : line.substring(0, end);
  }

  private static int number(String digits, int radix) throws ProtocolException {
    try {
      return Integer.parseInt(digits.strip(), radix);
    } catch (NumberFormatException notANumber) {
      throw new ProtocolException("a number was expected");
    }
  }
}
