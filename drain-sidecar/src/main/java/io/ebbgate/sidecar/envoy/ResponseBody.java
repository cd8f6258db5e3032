package io.ebbgate.sidecar.envoy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/**
 * The body of a response (RFC 9112 §6): in chunks, of a known length, or until the connection ends.
 * At most {@link #LONGEST} bytes are read.
 */
final class ResponseBody extends InputStream {
  /** Bytes of a body, at most; much less of it is kept. */
  static final long LONGEST = 64L * 1024 * 1024;

  private static final int LONGEST_LINE = 1024;

  private enum Framing {
    CHUNKED,
    LENGTH,
    UNTIL_CLOSE
  }

  private final TimedChannel from;
  private final Framing framing;

  /** Bytes left in the body, or in the current chunk. */
  private long left;

  private long allowed = LONGEST;
  private boolean begun;
  private boolean ended;

  private ResponseBody(TimedChannel from, Framing framing, long left) {
    this.from = from;
    this.framing = framing;
    this.left = left;
  }

  /** A body in chunks; their extensions and the trailers are skipped. */
  static ResponseBody chunked(TimedChannel from) {
    return new ResponseBody(from, Framing.CHUNKED, 0);
  }

  /** A body of this length, or until the connection ends if there is none. */
  static ResponseBody plain(TimedChannel from, OptionalLong length) {
    return length.isPresent()
        ? new ResponseBody(from, Framing.LENGTH, length.getAsLong())
        : new ResponseBody(from, Framing.UNTIL_CLOSE, Long.MAX_VALUE);
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
    if (left == 0 && framing == Framing.CHUNKED && !ended) {
      nextChunk();
    }
    if (left == 0) {
      return -1;
    }
    int count = from.read(into, offset, (int) Math.min(length, left));
    if (count < 0 && framing == Framing.UNTIL_CLOSE) {
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
      while (!from.line(trailers).isEmpty()) {
        // A trailer; Envoy sends none.
      }
      ended = true;
    }
  }

  private String line() throws IOException {
    return from.line(new int[] {LONGEST_LINE});
  }

  /** A length, which may not be negative. */
  static long number(String text, int radix) throws IOException {
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
