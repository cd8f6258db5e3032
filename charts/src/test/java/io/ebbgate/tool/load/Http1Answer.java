package io.ebbgate.tool.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;

/** An HTTP/1.1 answer, read to its last byte (RFC 9112 §6). */
record Http1Answer(int status, HeaderFields headers, boolean close) {
  /** Reads one answer to a GET; what ends too early is an {@link EOFException}. */
  static Http1Answer read(LineInput in) throws IOException {
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

  /** Reads the status and the headers only. */
  static Http1Answer head(LineInput in) throws IOException {
    String line = in.line();
    if (!line.matches("HTTP/1\\.[01] [1-5]\\d\\d( .*)?")) {
      throw new ProtocolException("a status line was expected");
    }
    HeaderFields headers = HeaderFields.read(in);
    boolean close = line.startsWith("HTTP/1.0") || headers.value("connection").equals("close");
    return new Http1Answer(number(line.substring(9, 12), 10), headers, close);
  }

  /** A header's value in lower case, or empty. */
  String value(String name) {
    return headers.value(name);
  }

  private static void skipChunks(LineInput in) throws IOException {
    int size;
    do {
      size = number(in.line().replaceFirst(";.*", ""), 16);
      in.skipNBytes(size);
      String end = in.line();
      while (size == 0 && !end.isEmpty()) {
        end = in.line(); // trailers
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
}
