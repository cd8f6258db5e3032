package io.ebbgate.sidecar.envoy;

import java.io.EOFException;
import java.io.IOException;

/** A body in chunks (RFC 9112 §7.1); extensions and trailers are skipped. */
final class ChunkedBody extends ChannelBody {
  private static final int LONGEST_LINE = 1024;

  private final TimedChannel from;
  private long left;
  private boolean begun;
  private boolean ended;

  ChunkedBody(TimedChannel from) {
    this.from = from;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0 && !ended) {
      next();
    }
    if (ended) {
      return -1;
    }
    int count = from.read(into, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw new EOFException("it ended early");
    }
    left -= count;
    return count;
  }

  private void next() throws IOException {
    if (begun && !line().isEmpty()) {
      throw new IOException("a chunk is longer than it says");
    }
    begun = true;
    String size = line();
    int extension = size.indexOf(';');
    String digits = (extension < 0 ? size : size.substring(0, extension)).strip();
    left = HttpAnswer.number(digits, 16);
    if (left == 0) {
      int[] trailers = {LONGEST_LINE};
      while (!HttpAnswer.line(from, trailers).isEmpty()) {
        // A trailer; Envoy sends none.
      }
      ended = true;
    }
  }

  private String line() throws IOException {
    return HttpAnswer.line(from, new int[] {LONGEST_LINE});
  }
}
