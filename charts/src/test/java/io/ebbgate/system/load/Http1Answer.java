package io.ebbgate.system.load;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** An HTTP/1.1 answer, read to its last byte (RFC 9112 §6). */
record Http1Answer(int status, Map<String, String> headers, boolean close) {
  private static final int LONGEST_LINE = 8_192;

  Http1Answer {
    headers = Map.copyOf(headers);
  }

  /** Reads one answer to a GET; what ends too early is an {@link EOFException}. */
  static Http1Answer read(BufferedInputStream in) throws IOException {
    Http1Answer head = head(in);
    while (head.status < 200) {
      head = head(in);
    }
    if (head.status == 204 || head.status == 304) {
      return head;
    }
    if (head.value("transfer-encoding").equals("chunked")) {
      skipChunks(in);
      return head;
    }
    String length = head.value("content-length");
    if (length.isEmpty()) {
      in.transferTo(OutputStream.nullOutputStream());
      return new Http1Answer(head.status, head.headers, true);
    }
    in.skipNBytes(number(length, 10));
    return head;
  }

  /** A header's value in lower case, or empty. */
  String value(String name) {
    return headers.getOrDefault(name, "").toLowerCase(Locale.ROOT);
  }

  private static Http1Answer head(BufferedInputStream in) throws IOException {
    String line = line(in);
    if (!line.matches("HTTP/1\\.[01] [1-5]\\d\\d( .*)?")) {
      throw new ProtocolException("a status line was expected");
    }
    Map<String, String> headers = new TreeMap<>();
    for (String field = line(in); !field.isEmpty(); field = line(in)) {
      int colon = field.indexOf(':');
      if (colon < 1) {
        throw new ProtocolException("a header was expected");
      }
      headers.put(
          field.substring(0, colon).toLowerCase(Locale.ROOT), field.substring(colon + 1).strip());
    }
    boolean close =
        line.startsWith("HTTP/1.0") || "close".equalsIgnoreCase(headers.get("connection"));
    return new Http1Answer(number(line.substring(9, 12), 10), headers, close);
  }

  private static void skipChunks(BufferedInputStream in) throws IOException {
    int size;
    do {
      size = number(line(in).replaceFirst(";.*", ""), 16);
      in.skipNBytes(size);
      String end = line(in);
      while (size == 0 && !end.isEmpty()) {
        end = line(in); // trailers
      }
    } while (size > 0);
  }

  private static int number(String digits, int radix) throws ProtocolException {
    try {
      return Integer.parseInt(digits.strip(), radix);
    } catch (NumberFormatException notANumber) {
      throw new ProtocolException("a number was expected");
    }
  }

  private static String line(BufferedInputStream in) throws IOException {
    StringBuilder line = new StringBuilder(64);
    while (line.length() < LONGEST_LINE) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the answer ended early");
      }
      if (next == '\n') {
        return line.toString().strip();
      }
      line.append((char) next);
    }
    throw new ProtocolException("a line is too long");
  }
}
