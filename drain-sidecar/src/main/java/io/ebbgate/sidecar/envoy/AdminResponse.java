package io.ebbgate.sidecar.envoy;

import io.ebbgate.core.config.TextCursor;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/**
 * An HTTP/1.1 response (RFC 9112): the status of its head, and its body as a stream. The body comes
 * in chunks, has a known length, or goes on until the connection ends; at most {@link
 * #LONGEST_BODY} bytes of it are read.
 */
final class AdminResponse extends InputStream {
  /** Bytes; Envoy's heads have some hundred. */
  private static final int LONGEST_HEAD = 16 * 1024;

  /** Bytes of a body, at most; much less of it is kept. */
  private static final long LONGEST_BODY = 64L * 1024 * 1024;

  private static final int LONGEST_LINE = 1024;

  /** In place of a length that is not known. */
  private static final long UNTIL_CLOSE = -1;

  private final InputStream from;
  private final int status;
  private final boolean chunked;
  private final boolean untilClose;

  /** Bytes left in the body, or in the current chunk. */
  private long left;

  private long allowed = LONGEST_BODY;
  private boolean begun;
  private boolean ended;

  private AdminResponse(InputStream from, int status, boolean chunked, long length) {
    this.from = from;
    this.status = status;
    this.chunked = chunked;
    this.untilClose = !chunked && length == UNTIL_CLOSE;
    this.left = chunked ? 0 : untilClose ? Long.MAX_VALUE : length;
  }

  /** Reads the head. */
  static AdminResponse read(InputStream from) throws IOException {
    int[] left = {LONGEST_HEAD};
    int status = status(line(from, left));
    long length = UNTIL_CLOSE;
    boolean chunked = false;
    for (String line = line(from, left); !line.isEmpty(); line = line(from, left)) {
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : line.substring(0, colon).toLowerCase(Locale.ROOT);
      String value = line.substring(colon + 1).strip();
      switch (name) {
        case "content-length" -> length = number(value, 10);
        case "transfer-encoding" -> chunked = value.toLowerCase(Locale.ROOT).endsWith("chunked");
        default -> {}
      }
    }
    return new AdminResponse(from, status, chunked, length);
  }

  /** The code in a status line (RFC 9112, 4). */
  static int status(CharSequence line) throws IOException {
    TextCursor cursor = new TextCursor(line);
    boolean version = cursor.skip("HTTP/1.") && (cursor.skip('0') || cursor.skip('1'));
    String code = cursor.skip(' ') ? cursor.take(TextCursor::isDigit) : "";
    if (!version || code.length() != 3 || !(cursor.atEnd() || cursor.skip(' '))) {
      throw new IOException("no HTTP status line");
    }
    return Integer.parseInt(code);
  }

  int status() {
    return status;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0 && chunked && !ended) {
      nextChunk();
    }
    if (left == 0) {
      return -1;
    }
    int count = from.read(into, offset, (int) Math.min(length, left));
    if (count < 0 && untilClose) {
      return -1;
    }
    if (count < 0) {
      throw new EOFException("it ended early");
    }
    left -= count;
    allowed -= count;
    if (allowed < 0) {
      throw new IOException("it does not end");
    }
    return count;
  }

  /** Reads a chunk's head; its extensions and the trailers are skipped. */
  private void nextChunk() throws IOException {
    if (begun && !line().isEmpty()) {
      throw new IOException("a chunk is longer than its size");
    }
    begun = true;
    String size = line();
    int extension = size.indexOf(';');
    left = number((extension < 0 ? size : size.substring(0, extension)).strip(), 16);
    if (left == 0) {
      int[] trailers = {LONGEST_LINE};
      while (!line(from, trailers).isEmpty()) {
        // A trailer; Envoy sends none.
      }
      ended = true;
    }
  }

  private String line() throws IOException {
    return line(from, new int[] {LONGEST_LINE});
  }

  /**
   * Reads a line, without its end; the connection's end before it is an error.
   *
   * @param left how many bytes may still be read; counted down
   */
  private static String line(InputStream from, int[] left) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = next(from); next != '\n'; next = next(from)) {
      if (--left[0] < 0) {
        throw new IOException("its head is too long");
      }
      line.append((char) next);
    }
    int last = line.length() - 1;
    return last >= 0 && line.charAt(last) == '\r' ? line.substring(0, last) : line.toString();
  }

  private static int next(InputStream from) throws IOException {
    int next = from.read();
    if (next < 0) {
      throw new EOFException("it ended early");
    }
    return next;
  }

  /** A length, which may not be negative. */
  private static long number(String text, int radix) throws IOException {
    try {
      long number = Long.parseLong(text, radix);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Refused below.
    }
    throw new IOException("a length is no number");
  }
}
