package io.ebbgate.sidecar.envoy;

import java.io.EOFException;
import java.io.IOException;
import java.util.OptionalLong;

/** A body of a known length, or up to the connection's end where none is given. */
final class PlainBody extends ChannelBody {
  private final TimedChannel from;
  private final boolean sized;
  private long left;

  PlainBody(TimedChannel from, OptionalLong length) {
    this.from = from;
    this.sized = length.isPresent();
    this.left = length.orElse(Long.MAX_VALUE);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int count = from.read(into, offset, (int) Math.min(length, left));
    if (count < 0 && sized) {
      throw new EOFException("it ended early");
    }
    left -= Math.max(count, 0);
    return count;
  }
}
